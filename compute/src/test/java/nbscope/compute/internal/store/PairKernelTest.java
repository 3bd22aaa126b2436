package nbscope.compute.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.stream.LongStream;
import nbscope.compute.JavaDevice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The vector kernel beside the scalar one, whose sums are compared with plain ones.
class PairKernelTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothSumTheSame(long seed) {
        Random random = new Random(seed);
        int cols = 1 + random.nextInt(70);
        int detCols = 2 * cols + random.nextInt(2);
        int count = 1 + random.nextInt(9);
        int patterns = random.nextBoolean() ? 1 : 4;
        int item = random.nextBoolean() ? 2 : 4;
        int most = random.nextInt(3) == 0 ? 65536 : 1 + random.nextInt(4000);
        int patternBytes = 2 * count * detCols * 2;
        try (Arena arena = Arena.ofShared()) {
            var source = arena.allocate((long) patterns * patternBytes, 2);
            for (long i = 0; i < source.byteSize() / 2; i++) {
                source.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) random.nextInt(most));
            }
            long[] rows = new long[2 * patterns];
            for (int p = 0; p < patterns; p++) {
                rows[2 * p] = (long) p * patternBytes;
                rows[2 * p + 1] = rows[2 * p] + 2L * detCols;
            }
            var scalar = arena.allocate((long) count * cols * item, 4);
            var vector = arena.allocate(scalar.byteSize(), 4);
            int[] ends = {Integer.MAX_VALUE, Integer.MIN_VALUE};
            new ScalarPairKernel().bin(source, rows, count, 4L * detCols, cols, scalar, 0, item, ends);
            for (int i = 0; i < count * cols; i++) {
                int sum = 0;
                for (int p = 0; p < patterns; p++) {
                    for (int k = 0; k < 4; k++) {
                        long pixel = (2L * (i / cols) + k / 2) * detCols + 2L * (i % cols) + k % 2;
                        sum += source.getAtIndex(ValueLayout.JAVA_SHORT, p * patternBytes / 2 + pixel) & 0xffff;
                    }
                }
                assertThat(ends[0]).isLessThanOrEqualTo(sum);
                assertThat(ends[1]).isGreaterThanOrEqualTo(sum);
                assertThat(
                                item == 2
                                        ? scalar.getAtIndex(ValueLayout.JAVA_SHORT, i)
                                        : scalar.getAtIndex(ValueLayout.JAVA_INT, i))
                        .isEqualTo(item == 2 ? (short) sum : sum);
            }
            if (JavaDevice.vectorModulePresent()) {
                int[] found = {Integer.MAX_VALUE, Integer.MIN_VALUE};
                new VectorPairKernel().bin(source, rows, count, 4L * detCols, cols, vector, 0, item, found);
                assertThat(vector.mismatch(scalar)).isEqualTo(-1);
                assertThat(found).isEqualTo(ends);
            }
        }
    }
}
