package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.store.FrameStore;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.Loader;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Runs;
import nbscope.compute.internal.sums.WeightPlan;
import nbscope.io.DType;
import nbscope.io.DataSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every device's frames compute, beside the scalar path: integers equal to the bit, floats within 1e-12 of the
/// sum of absolute values. One pixel in a hundred of some float stacks is NaN.
abstract class OperationsContract {
    private static final DType[] TYPES = {
        DType.U8, DType.I8, DType.U16, DType.I16, DType.U32, DType.I32, DType.F32, DType.F64
    };

    abstract Device device();

    Owner owner() {
        return Owner.ofProcess();
    }

    static Stream<Long> operationSeeds() {
        Long replay = Long.getLong("tests.seed");
        return replay != null
                ? Stream.of(replay)
                : LongStream.rangeClosed(101, 148).boxed();
    }

    private static Loader.Loaded load(DataSet data, Device device, Owner owner) {
        return Loader.load(data, Geometry.of(data), device, LoadProgress.SILENT, owner);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("operationSeeds")
    void everyOperationEqualsTheScalarPath(long seed) {
        var random = Seeds.random(seed);
        var data = randomStack(random, TYPES[(int) (seed % TYPES.length)]);
        var geometry = Geometry.of(data);
        var ours = load(data, device(), owner());
        var oracle = load(data, Device.javaScalar(), Owner.ofProcess());
        try {
            for (int f = 0; f < data.frames(); f++) {
                var both = new Both(
                        geometry,
                        ours.frames().get(f),
                        oracle.frames().get(f),
                        geometry.dtype() + " " + geometry + " frame " + f);
                for (int i = 0; i < 3; i++) {
                    both.sums(plan(random, geometry));
                    both.moments(plan(random, geometry));
                    both.weighted(WeightPlan.of(
                            weights(random, geometry.pixels()), geometry.dtype().bytes()));
                    both.patternSum(region(random, geometry.positions()));
                    both.patternSum(weights(random, geometry.positions()));
                }
                both.patternSum(Runs.all(geometry.positions()));
                both.pattern(random.nextInt(geometry.positions()));
            }
        } finally {
            ours.release();
            oracle.release();
        }
    }

    /// Both paths, one after the other, on the same question.
    private record Both(Geometry g, FrameStore ours, FrameStore oracle, String what) {
        void sums(Plan plan) {
            if (g.dtype().isInteger()) {
                long[][] out = new long[2][g.positions()];
                oracle.sums(plan, out[0]);
                ours.sums(plan, out[1]);
                assertThat(out[1]).as(what + " sums").isEqualTo(out[0]);
                return;
            }
            double[][] out = new double[2][g.positions()];
            oracle.sums(plan, out[0]);
            ours.sums(plan, out[1]);
            close("sums", out, g.pixels());
        }

        void moments(Plan plan) {
            if (g.dtype().isInteger()) {
                long[][] out = new long[6][g.positions()];
                oracle.moments(plan, out[0], out[1], out[2]);
                ours.moments(plan, out[3], out[4], out[5]);
                for (int i = 0; i < 3; i++) {
                    assertThat(out[3 + i]).as(what + " moment " + i).isEqualTo(out[i]);
                }
                return;
            }
            double[][] out = new double[6][g.positions()];
            oracle.moments(plan, out[0], out[1], out[2]);
            ours.moments(plan, out[3], out[4], out[5]);
            for (int i = 0; i < 3; i++) {
                close("moment " + i, new double[][] {out[i], out[3 + i]}, g.pixels() * 50.0);
            }
        }

        void weighted(WeightPlan plan) {
            double[][] out = new double[2][g.positions()];
            oracle.weighted(plan, out[0]);
            ours.weighted(plan, out[1]);
            close("weighted", out, g.pixels());
        }

        void patternSum(Runs positions) {
            if (g.dtype().isInteger()) {
                long[][] out = new long[2][g.pixels()];
                oracle.patternSum(positions, out[0]);
                ours.patternSum(positions, out[1]);
                assertThat(out[1]).as(what + " pattern sum").isEqualTo(out[0]);
                return;
            }
            double[][] out = new double[2][g.pixels()];
            oracle.patternSum(positions, out[0]);
            ours.patternSum(positions, out[1]);
            close("pattern sum", out, g.positions());
        }

        void patternSum(double[] weights) {
            double[][] out = new double[2][g.pixels()];
            oracle.patternSum(weights, out[0]);
            ours.patternSum(weights, out[1]);
            close("weighted pattern sum", out, g.positions());
        }

        void pattern(int position) {
            byte[][] out = new byte[2][g.patternBytes()];
            oracle.pattern(position, MemorySegment.ofArray(out[0]));
            ours.pattern(position, MemorySegment.ofArray(out[1]));
            assertThat(out[1]).as(what + " pattern").isEqualTo(out[0]);
        }

        private void close(String operation, double[][] out, double n) {
            double largest = g.dtype().isInteger() ? Math.pow(2, 8 * g.dtype().bytes()) : 700;
            for (int i = 0; i < out[0].length; i++) {
                var found = assertThat(out[1][i]).as(what + " " + operation + " at " + i);
                if (Double.isNaN(out[0][i])) {
                    found.isNaN();
                } else {
                    found.isCloseTo(out[0][i], within(1e-12 * largest * n));
                }
            }
        }
    }

    @Test
    void momentsOfFullPixelsAreExactInLongRows() {
        for (int cols : new int[] {4096, 4097, 7001}) {
            for (DType dtype : new DType[] {DType.U16, DType.I16, DType.U8, DType.I8}) {
                byte[] bytes = new byte[3 * cols * dtype.bytes()];
                Arrays.fill(bytes, dtype.isUnsigned() ? (byte) 0xff : (byte) 0x80);
                var array = new MemoryArray("full", dtype, MemorySegment.ofArray(bytes), 1, 1, 3, cols);
                long value = switch (dtype) {
                    case U16 -> 0xffff;
                    case U8 -> 0xff;
                    case I16 -> (short) 0x8080;
                    default -> (byte) 0x80;
                };
                var loaded = load(DataSet.of(array, 2), device(), owner());
                long[][] out = new long[3][1];
                boolean[] all = new boolean[3 * cols];
                Arrays.fill(all, true);
                loaded.frames().getFirst().moments(Plan.of(all, dtype.bytes()), out[0], out[1], out[2]);
                loaded.release();
                assertThat(out[0][0]).isEqualTo(value * 3 * cols);
                assertThat(out[1][0]).isEqualTo(value * 3 * cols);
                assertThat(out[2][0]).isEqualTo(value * 3 * ((long) cols * (cols - 1) / 2));
            }
        }
    }

    @Test
    void sumsOfManyFullPatternsPassTheIntRange() {
        short[] values = new short[220 * 200 * 4];
        Arrays.fill(values, (short) 0xffff);
        var array = new MemoryArray("full", DType.U16, MemorySegment.ofArray(values), 220, 200, 2, 2);
        var loaded = load(DataSet.of(array, 2), device(), owner());
        long[] sums = new long[4];
        loaded.frames().getFirst().patternSum(new Runs(new int[] {1, 40_000}), sums);
        loaded.release();
        assertThat(sums).containsOnly(65_535L * 39_999);
    }

    private static Plan plan(Random random, Geometry g) {
        double inner = random.nextInt(2) * random.nextDouble() * 12;
        var ring = Detector.annulus(inner, inner + 0.1 + random.nextDouble() * 40)
                .at(random.nextDouble() * g.detRows(), random.nextDouble() * g.detCols());
        return Plan.of(ring, g);
    }

    private static double[] weights(Random random, int n) {
        double[] weights = new double[n];
        double part = random.nextDouble();
        for (int i = 0; i < n; i++) {
            weights[i] = random.nextDouble() < part ? 0 : 2 * random.nextDouble() - 1;
        }
        return weights;
    }

    private static Runs region(Random random, int n) {
        boolean[] selected = new boolean[n];
        double part = random.nextDouble();
        for (int i = 0; i < n; i++) {
            selected[i] = random.nextDouble() < part;
        }
        return Runs.of(selected);
    }

    /// Detectors that fill blocks of 64 bytes, tiles and vectors, and such that do not.
    private static DataSet randomStack(Random random, DType dtype) {
        int side = random.nextInt(3);
        long[] shape = {
            1 + random.nextInt(2),
            1 + random.nextInt(9),
            1 + random.nextInt(9),
            side == 0 ? 16 * (1 + random.nextInt(3)) : 1 + random.nextInt(45),
            side == 0 ? 16 * (1 + random.nextInt(3)) : 1 + random.nextInt(45)
        };
        long n = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        byte[] bytes = new byte[(int) n * dtype.bytes()];
        random.nextBytes(bytes);
        var segment = MemorySegment.ofArray(bytes);
        boolean holes = random.nextBoolean();
        for (long i = 0; !dtype.isInteger() && i < n; i++) {
            double v = holes && random.nextInt(100) == 0 ? Double.NaN : random.nextGaussian() * 100;
            if (dtype == DType.F32) {
                segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i, (float) v);
            } else {
                segment.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * i, v);
            }
        }
        return DataSet.of(new MemoryArray("random", dtype, segment, shape), 3);
    }
}
