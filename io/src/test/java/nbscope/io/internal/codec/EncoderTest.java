package nbscope.io.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nbscope.io.Compression.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every encoder makes, both decoders of its format undo; it never writes beyond its limit.
class EncoderTest {
    record Case(Codec codec, int level, boolean natives) {}

    static Stream<Case> cases() {
        return Stream.of(Codec.BLOSCLZ, Codec.LZ4, Codec.LZ4HC, Codec.ZLIB, Codec.ZSTD)
                .flatMap(codec -> IntStream.of(1, 2, 3, 5, 7, 9)
                        .boxed()
                        .flatMap(level -> Stream.of(true, false).map(natives -> new Case(codec, level, natives))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodersUndoIt(Case c) {
        Codec codec = Encoder.actual(c.codec, c.natives);
        Encoder encoder = Encoder.of(codec, c.level, false, c.natives);
        List<Decoder> decoders = Stream.of(true, false)
                .map(natives -> Decoder.of(format(codec), natives))
                .toList();
        Random random = new Random(1);
        for (int length : new int[] {1, 5, 15, 16, 17, 40, 66, 100, 1000, 20_000, 200_000}) {
            for (int kind = 0; kind < 4; kind++) {
                byte[] in = input(kind, length, random);
                byte[] padded = new byte[length + 6];
                System.arraycopy(in, 0, padded, 3, length);
                byte[] out = new byte[length + 20];
                int n = encoder.encode(padded, 3, length, out, 7, length);
                assertThat(n).isBetween(0, length);
                assertThat(out).startsWith(new byte[7]);
                assertThat(Arrays.copyOfRange(out, 7 + Math.max(n, length), out.length))
                        .containsOnly(0);
                if (n == 0) {
                    continue;
                }
                byte[] packed = Arrays.copyOfRange(out, 7, 7 + n);
                for (Decoder decoder : decoders) {
                    byte[] back = new byte[length];
                    assertThat(decoder.decode(packed, n, back, 0, length)).isEqualTo(length);
                    assertThat(back).isEqualTo(in);
                }
                // A little less room than it needs: it gives up, and leaves what lies behind alone.
                byte[] small = new byte[n + 10];
                assertThat(encoder.encode(padded, 3, length, small, 0, n - 1)).isLessThanOrEqualTo(n - 1);
                assertThat(Arrays.copyOfRange(small, n - 1, small.length)).containsOnly(0);
            }
        }
    }

    private static CodecFormat format(Codec codec) {
        return switch (codec) {
            case BLOSCLZ -> CodecFormat.BLOSCLZ;
            case ZLIB -> CodecFormat.ZLIB;
            case ZSTD -> CodecFormat.ZSTD;
            default -> CodecFormat.LZ4;
        };
    }

    private static byte[] input(int kind, int length, Random random) {
        byte[] in = new byte[length];
        for (int i = 0; i < length; i++) {
            in[i] = (byte)
                    switch (kind) {
                        case 0 -> 7;
                        case 1 -> random.nextInt(3) == 0 ? random.nextInt(4) : i / 50;
                        case 2 -> i >= 9000 ? in[i - 9000] : random.nextInt(256);
                        default -> random.nextInt(256);
                    };
        }
        return in;
    }

    @Test
    void levelsOfZstdAreThoseOfBlosc2() {
        // c-blosc2, blosc/blosc2.c, zstd_wrap_compress: 2 * level - 1 below 9, the largest at 9.
        assertThat(IntStream.rangeClosed(1, 9).map(Encoder::zstdLevel)).containsExactly(1, 3, 5, 7, 9, 11, 13, 15, 22);
    }
}
