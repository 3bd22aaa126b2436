package nbscope.io.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.airlift.compress.v3.lz4.Lz4JavaCompressor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
    @Test
    void nativeLibrariesAreUsedWhereTheJvmAllowsThem() {
        assumeTrue(
                DecoderTest.class.getModule().isNativeAccessEnabled() && ZstdNative.available(),
                "no native access or no library for this machine");
        assertThat(Decoder.of(CodecFormat.ZSTD, true)).isInstanceOf(ZstdNative.class);
        assertThat(Decoder.of(CodecFormat.LZ4, true)).isInstanceOf(Lz4Native.class);
    }

    @Test
    void javaTwinsAreThereWithoutNativeLibraries() {
        assertThat(Decoder.of(CodecFormat.ZSTD, false)).isInstanceOf(ZstdJava.class);
        assertThat(Decoder.of(CodecFormat.LZ4, false)).isInstanceOf(Lz4Java.class);
    }

    /// Native code would read on behind the array.
    @ParameterizedTest
    @EnumSource(names = {"ZSTD", "LZ4"})
    void aLengthBeyondTheInputIsRefused(CodecFormat format) {
        Decoder decoder = Decoder.of(format, true);
        assertThatThrownBy(() -> decoder.decode(new byte[8], 9, new byte[64], 0, 64))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /// blosclz.c: a literal run of 4, then a match of length 9 at distance 4.
    @Test
    void blosclzMatchThatOverlapsItselfRepeatsItsBytes() {
        byte[] in = {3, 'a', 'b', 'c', 'd', (byte) (7 << 5), 0, 3};
        byte[] out = new byte[13];
        assertThat(new BloscLz().decode(in, in.length, out, 0, out.length)).isEqualTo(13);
        assertThat(new String(out, java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("abcdabcdabcda");
    }

    @Test
    void blosclzMatchBeforeTheStartIsRefused() {
        byte[] in = {0, 'a', (byte) (2 << 5), 9};
        assertThat(new BloscLz().decode(in, in.length, new byte[8], 0, 8)).isNegative();
    }

    @Test
    void blosclzOutputThatIsTooSmallIsRefused() {
        byte[] in = {3, 'a', 'b', 'c', 'd'};
        assertThat(new BloscLz().decode(in, in.length, new byte[3], 0, 3)).isNegative();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theStartOfAStreamIsThatOfTheWhole(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] plain = new byte[20_000];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) (random.nextInt(4) == 0 || i < 50 ? random.nextInt() : plain[i - 1 - random.nextInt(50)]);
        }
        Lz4JavaCompressor compressor = new Lz4JavaCompressor();
        byte[] packed = new byte[compressor.maxCompressedLength(plain.length)];
        int n = compressor.compress(plain, 0, plain.length, packed, 0, packed.length);
        for (boolean nativeLibraries : new boolean[] {false, true}) {
            Decoder lz4 = Decoder.of(CodecFormat.LZ4, nativeLibraries);
            for (int wanted : new int[] {1, 7, 64, 4999, 10_000, 19_999, 20_000}) {
                byte[] out = new byte[3 + plain.length];
                int got = lz4.decodeStart(packed, n, out, 3, plain.length, wanted);
                assertThat(got).isBetween(wanted, plain.length);
                assertThat(Arrays.copyOfRange(out, 3, 3 + wanted)).isEqualTo(Arrays.copyOf(plain, wanted));
            }
            assertThat(damaged(lz4, packed, n)).isTrue();
        }
    }

    /// A stream that ends before what is wanted.
    private static boolean damaged(Decoder lz4, byte[] packed, int n) {
        try {
            return lz4.decodeStart(packed, n / 4, new byte[20_000], 0, 20_000, 19_000) < 19_000;
        } catch (RuntimeException e) {
            return true;
        }
    }
}
