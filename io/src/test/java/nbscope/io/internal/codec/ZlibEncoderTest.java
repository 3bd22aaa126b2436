package nbscope.io.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The JDK's inflater as the reader, and its deflater alone as the measure of size.
class ZlibEncoderTest {
    private static final int LENGTH = 50_000;

    enum Kind {
        NOISE,
        RAMP,
        REPEATED_NOISE,
        COUNTS,
        HALF_NOISE;

        byte[] bytes() {
            SplittableRandom random = new SplittableRandom(7);
            byte[] bytes = new byte[LENGTH];
            byte[] pattern = new byte[3000];
            random.nextBytes(pattern);
            for (int i = 0; i < LENGTH; i++) {
                bytes[i] = switch (this) {
                    case NOISE -> (byte) random.nextInt();
                    case RAMP -> (byte) i;
                    case REPEATED_NOISE -> pattern[i % pattern.length];
                    case COUNTS -> (byte) (random.nextInt(10) == 0 ? random.nextInt(4) : 0);
                    case HALF_NOISE -> (byte) (i / 7000 % 2 == 0 ? random.nextInt() : i >> 8);
                };
            }
            return bytes;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsEncodedInflatesAndIsHardlyLargerThanOneDeflateAllThrough(Kind kind) throws DataFormatException {
        byte[] plain = kind.bytes();
        ZlibEncoder encoder = new ZlibEncoder(5, false);
        byte[] packed = new byte[2 * LENGTH];
        for (int again = 0; again < 2; again++) {
            int n = encoder.encode(plain, 0, LENGTH, packed, 3, packed.length - 3);
            Inflater inflater = new Inflater();
            inflater.setInput(packed, 3, n);
            byte[] back = new byte[LENGTH + 1];
            assertThat(inflater.inflate(back)).isEqualTo(LENGTH);
            assertThat(inflater.finished()).isTrue();
            assertThat(Arrays.copyOf(back, LENGTH)).isEqualTo(plain);
            assertThat((double) n).isLessThan(1.02 * deflated(plain) + 16);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotFitIsNotWritten(Kind kind) {
        byte[] plain = kind.bytes();
        byte[] packed = new byte[LENGTH];
        int fits = (int) Math.min(deflated(plain), LENGTH - 1) / 2;
        assertThat(new ZlibEncoder(5, false).encode(plain, 0, LENGTH, packed, 0, fits))
                .isZero();
    }

    private static long deflated(byte[] plain) {
        Deflater deflater = new Deflater(5);
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[2 * LENGTH];
        return deflater.deflate(out);
    }
}
