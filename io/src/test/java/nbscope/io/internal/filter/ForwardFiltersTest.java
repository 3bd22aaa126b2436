package nbscope.io.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Scalar and vector filters give the same bytes, and the other direction undoes them.
class ForwardFiltersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 12, 16, 24, 255})
    void twinsAgreeAndAreUndone(int item) {
        Random random = new Random(item);
        for (int elements : new int[] {0, 1, 7, 8, 9, 31, 32, 64, 100, 127, 128, 129, 1000, 4096, 5003}) {
            for (int tail : new int[] {0, item / 2}) {
                int n = elements * item + tail;
                byte[] in = new byte[n];
                random.nextBytes(in);
                byte[] scalar = new byte[n];
                byte[] vector = new byte[n];
                byte[] back = new byte[n];
                byte[] planes = new byte[n];
                ForwardFilters.scalar().shuffle(item, n, in, scalar);
                ForwardFilters.best().shuffle(item, n, in, vector);
                assertThat(vector).isEqualTo(scalar);
                Filters.scalar().unshuffle(item, n, scalar, back);
                assertThat(back).isEqualTo(in);
                ForwardFilters.scalar().bitShuffle(item, n, in, scalar, planes);
                ForwardFilters.best().bitShuffle(item, n, in, vector, planes);
                assertThat(vector).isEqualTo(scalar);
                Filters.scalar().bitUnshuffle(item, n, scalar, back, planes);
                assertThat(back).isEqualTo(in);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8, 16, 20})
    void deltaIsUndone(int item) {
        Random random = new Random(item);
        for (int n : new int[] {0, 1, item, 10 * item, 10 * item + item / 2}) {
            byte[] in = new byte[n];
            random.nextBytes(in);
            byte[] out = new byte[n];
            ForwardDelta.first(n, item, in, out);
            Delta.first(out, n, item);
            assertThat(out).isEqualTo(in);
            byte[] reference = new byte[n];
            random.nextBytes(reference);
            ForwardDelta.other(n, reference, in, out);
            Delta.other(out, n, reference);
            assertThat(out).isEqualTo(in);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void truncationClearsTheLastBits(int item) {
        byte[] in = new byte[10 * item];
        Arrays.fill(in, (byte) -1);
        byte[] out = new byte[in.length];
        ForwardDelta.truncate(in.length, item, -11, in, out);
        assertThat(out[0]).isZero();
        assertThat(out[1]).isEqualTo((byte) 0xf8);
        assertThat(out[2]).isEqualTo((byte) -1);
        assertThat(ForwardDelta.truncates(4, 23)).isTrue();
        assertThat(ForwardDelta.truncates(4, 0)).isFalse();
        assertThat(ForwardDelta.truncates(2, 5)).isFalse();
        assertThat(ForwardDelta.truncates(8, -52)).isFalse();
    }
}
