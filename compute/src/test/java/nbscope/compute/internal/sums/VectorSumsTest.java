package nbscope.compute.internal.sums;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import nbscope.io.DType;
import nbscope.io.Pixels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The vector kernels against plain loops over the pixels.
class VectorSumsTest {
    private static final DType[] TYPES = {
        DType.U8, DType.I8, DType.U16, DType.I16, DType.U32, DType.I32, DType.F32, DType.F64
    };

    private final SumKernel vector = new VectorSums();

    static LongStream seeds() {
        Long replay = Long.getLong("tests.seed");
        return replay != null ? LongStream.of(replay) : LongStream.rangeClosed(1, 400);
    }

    private record Case(DType dtype, int rows, int cols, int patterns, MemorySegment data, boolean[] selected) {
        static Case of(long seed) {
            var random = new Random(seed * 0x9E3779B97F4A7C15L);
            DType dtype = TYPES[random.nextInt(TYPES.length)];
            boolean large = random.nextInt(40) == 0;
            int rows = 1 + random.nextInt(large ? 600 : 40);
            int cols = 1 + random.nextInt(large ? 300 : 70);
            int patterns = 1 + random.nextInt(large ? 2 : 9);
            boolean[] selected = new boolean[rows * cols];
            int kind = random.nextInt(4);
            double radius = 1 + random.nextDouble() * rows;
            double row = random.nextDouble() * rows;
            double col = random.nextDouble() * cols;
            for (int p = 0; p < selected.length; p++) {
                selected[p] = switch (kind) {
                    case 0 -> true;
                    case 1 -> random.nextBoolean();
                    case 2 -> p == selected.length / 2;
                    default -> Math.hypot(Math.floorDiv(p, cols) - row, p % cols - col) < radius;
                };
            }
            var data = RandomPixels.of(dtype, rows * cols * patterns, random);
            return new Case(dtype, rows, cols, patterns, data, selected);
        }

        int patternBytes() {
            return rows * cols * dtype.bytes();
        }

        Plan plan() {
            return Plan.of(selected, dtype.bytes());
        }

        /// Pixels of one pattern.
        double[] pixels(int pattern) {
            double[] pixels = new double[rows * cols];
            Pixels.toDoubles(dtype, data, (long) pattern * patternBytes(), pixels, 0, pixels.length);
            return pixels;
        }

        @Override
        public String toString() {
            return dtype + " " + rows + " x " + cols + ", " + patterns + " patterns";
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sumsEqualPlainLoops(long seed) {
        var c = Case.of(seed);
        var plan = c.plan();
        if (c.dtype.isInteger()) {
            long[] expected = new long[c.patterns];
            new ScalarSums().sum(new Patterns(c.dtype, c.data, c.patternBytes(), 0, c.patterns), plan, expected, 0);
            long[] found = new long[c.patterns];
            vector.sum(new Patterns(c.dtype, c.data, c.patternBytes(), 0, c.patterns), plan, found, 0);
            assertThat(found).as(c.toString()).isEqualTo(expected);
            return;
        }
        double[] found = new double[c.patterns];
        vector.sum(new Patterns(c.dtype, c.data, c.patternBytes(), 0, c.patterns), plan, found, 0);
        for (int i = 0; i < c.patterns; i++) {
            double[] pixels = c.pixels(i);
            double sum = 0;
            double size = 0;
            for (int p = 0; p < pixels.length; p++) {
                sum += c.selected[p] ? pixels[p] : 0;
                size += c.selected[p] ? Math.abs(pixels[p]) : 0;
            }
            assertClose(found[i], sum, size, c.toString());
        }
    }

    /// Four patterns and some masks that overlap, are empty, or select nearly everything.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bundlesEqualOneMaskAfterAnother(long seed) {
        var random = new Random(~seed * 0x9E3779B97F4A7C15L);
        DType dtype = random.nextBoolean() ? DType.F32 : DType.F64;
        int pixels = 1 + random.nextInt(3000);
        int count = 1 + random.nextInt(6);
        var data = RandomPixels.of(dtype, pixels * count, random);
        List<Plan> plans = new ArrayList<>();
        for (int m = random.nextInt(5); m >= 0; m--) {
            double part = new double[] {0, 0.01, 0.5, 0.99, 1}[random.nextInt(5)];
            int from = random.nextInt(pixels);
            int to = random.nextBoolean() ? pixels : from + random.nextInt(pixels - from);
            boolean[] selected = new boolean[pixels];
            for (int p = from; p < to; p++) {
                selected[p] = random.nextDouble() < part;
            }
            plans.add(Plan.of(selected, dtype.bytes()));
        }
        var patterns = new Patterns(dtype, data, pixels * dtype.bytes(), 0, count);
        double[] found = new double[1 + count * plans.size()];
        vector.sum(patterns, Bundle.of(plans), found, 1);
        double[] values = new double[pixels];
        for (int m = 0; m < plans.size(); m++) {
            int[] spans = plans.get(m).spans();
            for (int i = 0; i < count; i++) {
                Pixels.toDoubles(dtype, data, (long) i * pixels * dtype.bytes(), values, 0, pixels);
                double sum = 0;
                double size = 0;
                for (int k = 0; k < spans.length; k += 2) {
                    for (int p = spans[k]; p < spans[k + 1]; p++) {
                        sum += values[p];
                        size += Math.abs(values[p]);
                    }
                }
                assertClose(found[1 + i * plans.size() + m], sum, size, dtype + " mask " + m + " pattern " + i);
            }
        }
    }

    private static void assertClose(double found, double expected, double size, String what) {
        if (Double.isFinite(expected)) {
            assertThat(found).as(what).isCloseTo(expected, within(1e-12 * size));
        } else {
            assertThat(found).as(what).isEqualTo((Double) expected);
        }
    }
}
