package nbscope.io.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The scalar filters against the definition, bit by bit, and the vector filters against the scalar ones.
class FiltersTest {
    private static final int[] LENGTHS = {0, 1, 7, 8, 15, 64, 127, 128, 129, 1000, 4096, 6007};

    static IntStream items() {
        return IntStream.of(1, 2, 3, 4, 5, 8, 12, 16);
    }

    private static byte[] noise(int n, long seed) {
        byte[] bytes = new byte[n];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest(name = "{0} bytes per element")
    @MethodSource("items")
    void scalarUnshuffleGathersTheBytesOfAnElement(int item) {
        for (int n : LENGTHS) {
            byte[] in = noise(n, item);
            byte[] out = new byte[n];
            Filters.scalar().unshuffle(item, n, in, out);
            int elements = n / item;
            for (int i = 0; i < n; i++) {
                int from = i < elements * item ? i % item * elements + i / item : i;
                assertThat(out[i]).as("byte %d of %d", i, n).isEqualTo(in[from]);
            }
        }
    }

    @ParameterizedTest(name = "{0} bytes per element")
    @MethodSource("items")
    void scalarBitUnshuffleGathersTheBitsOfAnElement(int item) {
        for (int n : LENGTHS) {
            byte[] in = noise(n, item);
            byte[] out = new byte[n];
            Filters.scalar().bitUnshuffle(item, n, in, out, new byte[n]);
            int elements = n / item / 8 * 8;
            byte[] expected = in.clone();
            for (int e = 0; e < elements; e++) {
                for (int bit = 0; bit < 8 * item; bit++) {
                    int at = bit * elements + e;
                    int set = in[at / 8] >> at % 8 & 1;
                    int to = e * item + bit / 8;
                    expected[to] = (byte) (expected[to] & ~(1 << bit % 8) | set << bit % 8);
                }
            }
            assertThat(out).as("%d bytes", n).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0} bytes per element")
    @MethodSource("items")
    void vectorFiltersEqualTheScalarOnes(int item) {
        assumeTrue(
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                "the JVM runs without jdk.incubator.vector");
        assertThat(Filters.best()).isNotSameAs(Filters.scalar());
        for (int n : LENGTHS) {
            byte[] in = noise(n, item);
            byte[][] out = new byte[4][n];
            Filters.scalar().unshuffle(item, n, in, out[0]);
            Filters.best().unshuffle(item, n, in, out[1]);
            Filters.scalar().bitUnshuffle(item, n, in, out[2], new byte[n]);
            Filters.best().bitUnshuffle(item, n, in, out[3], new byte[n]);
            assertThat(out[1]).as("shuffle of %d", n).isEqualTo(out[0]);
            assertThat(out[3]).as("bitshuffle of %d", n).isEqualTo(out[2]);
        }
    }

    @ParameterizedTest(name = "rows of {0} bytes")
    @MethodSource("rowBytes")
    void rowsMoveToTheirPlaceAndTouchNothingElse(int bytes) {
        int rows = 5;
        int inStep = bytes + 3;
        int outStep = bytes + 7;
        byte[] in = noise(2 + rows * inStep, bytes);
        byte[] expected = new byte[4 + rows * outStep];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(in, 2 + r * inStep, expected, 4 + r * outStep, bytes);
        }
        for (Filters filters : new Filters[] {Filters.scalar(), Filters.best()}) {
            try (Arena arena = Arena.ofConfined()) {
                for (MemorySegment out : List.of(
                        arena.allocate(expected.length),
                        MemorySegment.ofArray(new byte[expected.length]),
                        MemorySegment.ofArray(new short[expected.length / 2 + 1]),
                        MemorySegment.ofArray(new float[expected.length / 4 + 1]),
                        MemorySegment.ofArray(new double[expected.length / 8 + 1]))) {
                    filters.move(in, 2, inStep, out, 4, outStep, bytes, rows);
                    assertThat(out.asSlice(0, expected.length).toArray(ValueLayout.JAVA_BYTE))
                            .as("%s to %s", filters.getClass().getSimpleName(), out)
                            .isEqualTo(expected);
                }
            }
        }
    }

    static IntStream rowBytes() {
        return IntStream.of(1, 2, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 96, 127, 128, 129, 300);
    }
}
