package nbscope.io.internal.czi.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import nbscope.io.czi.CziCompression;
import nbscope.io.czi.CziPixelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Content longer and shorter than the tile, damage, heap and native memory, with the library and without.
class ZstdDecoderTest {
    private static final TileShape TILE = new TileShape(CziPixelType.GRAY16, 701, 403);

    static Stream<Arguments> cases() {
        return Stream.of(true, false)
                .flatMap(library -> Stream.of(CziCompression.RAW, CziCompression.ZSTD0, CziCompression.ZSTD1)
                        .flatMap(compression ->
                                Stream.of(1.0, 0.5, 1.5, 0.0).map(part -> Arguments.of(library, compression, part))));
    }

    /// @param part of the tile that the payload holds
    @ParameterizedTest(name = "native {0}, {1}, {2} of the tile")
    @MethodSource("cases")
    void contentIsCutOrFilledWithZeros(boolean library, CziCompression compression, double part) {
        int n = (int) (TILE.bytes() * part) / 2 * 2;
        for (boolean noise : new boolean[] {true, false}) {
            byte[] pixels = pixels(n, noise);
            byte[] payload = payload(compression, pixels);
            byte[] expected = Arrays.copyOf(pixels, (int) TILE.bytes());
            PayloadDecoder decoder = PayloadDecoders.of(compression, library);
            assertThat(decoded(decoder, payload, false)).isEqualTo(expected);
            assertThat(decoded(decoder, payload, true)).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "native {0}, {1}, {2} of the tile")
    @MethodSource("cases")
    void partsAreThoseOfTheTile(boolean library, CziCompression compression, double part) {
        byte[] pixels = pixels((int) (TILE.bytes() * part) / 2 * 2, false);
        byte[] expected = Arrays.copyOf(pixels, (int) TILE.bytes());
        PayloadDecoder decoder = PayloadDecoders.of(compression, library);
        SplittableRandom random = new SplittableRandom(6);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = MemorySegment.ofArray(payload(compression, pixels));
            TilePixels tile = decoder.pixels(in, TILE, () -> arena.allocate(TILE.bytes()));
            assertThat(tile.packed()).isEqualTo(compression == CziCompression.ZSTD1 && part >= 1);
            for (int i = 0; i < 50; i++) {
                int from = 2 * random.nextInt(expected.length / 2);
                int bytes = 2 * random.nextInt(Math.min(20000, (expected.length - from) / 2 + 1));
                MemorySegment out = arena.allocate(bytes + 6L).fill((byte) 77);
                tile.copy(from, out, 2, bytes);
                byte[] padded = new byte[bytes + 6];
                Arrays.fill(padded, (byte) 77);
                System.arraycopy(expected, from, padded, 2, bytes);
                assertThat(out.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)).isEqualTo(padded);
            }
        }
    }

    @Test
    void unpackingTakesATimeOfItsOwn() {
        PayloadDecoder decoder = PayloadDecoders.of(CziCompression.ZSTD1, true);
        decoded(decoder, payload(CziCompression.ZSTD1, pixels((int) TILE.bytes(), false)), true);
        assertThat(decoder.unpackNanos()).isPositive();
    }

    @ParameterizedTest(name = "native {0}")
    @ValueSource(booleans = {true, false})
    void aBombMakesNoRoomForItsClaim(boolean library) {
        byte[] bomb = new byte[64];
        // A single segment of 2^60 bytes.
        System.arraycopy(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xE0}, 0, bomb, 0, 5);
        bomb[12] = 0x10;
        PayloadDecoder decoder = PayloadDecoders.of(CziCompression.ZSTD0, library);
        assertThatThrownBy(() -> decoded(decoder, bomb, false))
                .isInstanceOf(DamagedPayloadException.class)
                .hasMessageContaining("zstd frame");
    }

    @ParameterizedTest(name = "native {0}")
    @ValueSource(booleans = {true, false})
    void packedContentOfManyTilesIsRefused(boolean library) {
        byte[] payload = payload(CziCompression.ZSTD1, new byte[(int) TILE.bytes() * 9]);
        PayloadDecoder decoder = PayloadDecoders.of(CziCompression.ZSTD1, library);
        assertThatThrownBy(() -> decoded(decoder, payload, false))
                .isInstanceOf(DamagedPayloadException.class)
                .hasMessageContaining("packed zstd content of more than");
    }

    @ParameterizedTest(name = "native {0}")
    @ValueSource(booleans = {true, false})
    void damageIsAnException(boolean library) {
        SplittableRandom random = new SplittableRandom(5);
        byte[] sound = payload(CziCompression.ZSTD1, pixels((int) TILE.bytes(), false));
        PayloadDecoder decoder = PayloadDecoders.of(CziCompression.ZSTD1, library);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = i % 2 == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
            if (i % 2 == 1) {
                bytes[random.nextInt(30)] ^= (byte) (1 + random.nextInt(255));
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            }
            try {
                decoded(decoder, bytes, i % 4 < 2);
            } catch (DamagedPayloadException expected) {
                assertThat(expected.expected()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\2", "\3", "\3\1", "\3\2\1", "\4\1\1"})
    void headersOfOtherFormsAreRefused(String header) {
        PayloadDecoder decoder = PayloadDecoders.of(CziCompression.ZSTD1, true);
        assertThatThrownBy(() -> decoded(decoder, header.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), false))
                .isInstanceOf(DamagedPayloadException.class)
                .hasMessageContaining("the byte 1, or 3, 1 and the flags");
    }

    @Test
    void packingIsForSixteenBitsOnly() {
        byte[] payload = payload(CziCompression.ZSTD1, new byte[64]);
        TileShape shape = new TileShape(CziPixelType.GRAY8, 8, 8);
        PayloadDecoder decoder = PayloadDecoders.of(CziCompression.ZSTD1, true);
        assertThatThrownBy(() ->
                        decoder.decode(MemorySegment.ofArray(payload), shape, MemorySegment.ofArray(new byte[64])))
                .isInstanceOf(DamagedPayloadException.class)
                .hasMessageContaining("HiLo packing of Gray8 pixels");
    }

    private static byte[] decoded(PayloadDecoder decoder, byte[] payload, boolean inNativeMemory) {
        byte[] out = new byte[(int) TILE.bytes()];
        Arrays.fill(out, (byte) 77);
        if (!inNativeMemory) {
            decoder.decode(MemorySegment.ofArray(payload), TILE, MemorySegment.ofArray(out));
            return out;
        }
        try (Arena arena = Arena.ofConfined()) {
            // Room behind the tile, which must stay as it is.
            MemorySegment room = arena.allocate(TILE.bytes() + 64).fill((byte) 77);
            MemorySegment in = arena.allocate(payload.length).copyFrom(MemorySegment.ofArray(payload));
            decoder.decode(in, TILE, room);
            assertThat(room.asSlice(TILE.bytes()).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
                    .containsOnly(77);
            MemorySegment.copy(room, 0, MemorySegment.ofArray(out), 0, out.length);
            return out;
        }
    }

    private static byte[] pixels(int n, boolean noise) {
        byte[] pixels = new byte[n];
        SplittableRandom random = new SplittableRandom(n);
        for (int i = 0; i < n; i++) {
            pixels[i] = (byte) (noise ? random.nextInt() : i % 2 == 0 ? random.nextInt(40) + i / 64 : i / 20000);
        }
        return pixels;
    }

    private static byte[] payload(CziCompression compression, byte[] pixels) {
        return switch (compression) {
            case ZSTD0 -> zstd(pixels);
            case ZSTD1 -> {
                byte[] planes = new byte[pixels.length];
                for (int i = 0; i < pixels.length; i++) {
                    planes[i / 2 + (i % 2) * (pixels.length / 2)] = pixels[i];
                }
                byte[] frame = zstd(planes);
                byte[] payload = new byte[frame.length + 3];
                System.arraycopy(new byte[] {3, 1, 1}, 0, payload, 0, 3);
                System.arraycopy(frame, 0, payload, 3, frame.length);
                yield payload;
            }
            default -> pixels;
        };
    }

    private static byte[] zstd(byte[] bytes) {
        ZstdJavaCompressor zstd = new ZstdJavaCompressor();
        byte[] out = new byte[zstd.maxCompressedLength(bytes.length)];
        return Arrays.copyOf(out, zstd.compress(bytes, 0, bytes.length, out, 0, out.length));
    }
}
