package nbscope.io.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

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
}
