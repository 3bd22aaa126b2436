package nbscope.compute.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.LongStream;
import nbscope.compute.Detector;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Plan;
import nbscope.io.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Drags over floats against sums from nothing (the oracle).
class PixelPlanesTest {
    private final Workers workers = new Workers(2);

    static LongStream seeds() {
        return Frames.seeds(20);
    }

    private static PixelPlanes filled(HostChunks chunks) {
        var making = new PixelPlanes.Making(chunks);
        var planes = making.allocate(chunks.geometry().dtype());
        assertThat(making.fill(planes, new Pace(2, () -> () -> true))).isEqualTo(Outcome.DONE);
        return planes;
    }

    /// @return planes that were read
    private int go(PixelPlanes planes, Plan plan, double[] out) {
        var step = planes.begin(plan);
        assertThat(step).isNotNull();
        Arrays.fill(out, Double.NaN);
        planes.go(step, workers, out);
        planes.done();
        return step.planes();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void dragsEqualTheOracle(long seed) {
        var random = Frames.random(seed);
        var g = Frames.shape(random.nextBoolean() ? DType.F32 : DType.F64, random);
        IntToDoubleFunction value = k -> random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15);
        try (var chunks = Frames.chunks(g, Frames.chunkBytes(g, random), value);
                var planes = filled(chunks)) {
            double[] out = new double[g.positions()];
            double row = g.detRows() * random.nextDouble();
            double col = g.detCols() * random.nextDouble();
            for (int i = 0; i < 30; i++) {
                row += random.nextGaussian();
                col += random.nextGaussian();
                var plan = i % 7 == 6
                        ? Frames.holes(g, random)
                        : Plan.of(
                                Detector.annulus(i % 4, 4 + random.nextInt(20)).at(row, col), g);
                if (i % 10 == 5) {
                    planes.seed(plan, () -> true);
                }
                int read = go(planes, plan, out);
                assertThat(read).isLessThanOrEqualTo(plan.count());
                Frames.assertClose(chunks, plan, out, g + " step " + i);
            }
        }
    }

    @Test
    void aBrightPixelThatWasPassedLeavesNothingBehind() {
        var g = new Geometry(DType.F64, 3, 5, 1, 900);
        // Far more than a float64 resolves beside the other pixels.
        try (var chunks = Frames.chunks(g, Long.MAX_VALUE, k -> k % 900 == 450 ? 1e22 : Math.sin(k));
                var planes = filled(chunks)) {
            double[] out = new double[g.positions()];
            for (int c = 0; c < 900; c++) {
                var plan = Plan.of(Detector.disk(10).at(0, c), g);
                int read = go(planes, plan, out);
                assertThat(read).isLessThanOrEqualTo(plan.count());
                if (c < 20 || c > 430 && c < 470 || c > 890) {
                    Frames.assertClose(chunks, plan, out, "column " + c);
                }
            }
        }
    }

    @Test
    void onlyThePixelsThatCameOrWentAreRead() {
        var g = new Geometry(DType.F32, 4, 4, 40, 40);
        try (var chunks = Frames.chunks(g, Long.MAX_VALUE, k -> k);
                var planes = filled(chunks)) {
            double[] out = new double[g.positions()];
            var disk = Plan.of(Detector.disk(10).at(20, 20), g);
            assertThat(planes.wantsSeed(disk)).isTrue();
            assertThat(planes.wantsSeed(disk)).as("somebody does it").isFalse();
            planes.seed(disk, () -> true);
            assertThat(planes.wantsSeed(disk)).isFalse();
            assertThat(go(planes, disk, out)).isZero();
            Frames.assertClose(chunks, disk, out, "the seed");
            assertThat(go(planes, Plan.of(Detector.disk(10).at(20, 21), g), out))
                    .isEqualTo(2 * 19);
            // A new start after 256 steps.
            int[] read = new int[256];
            for (int i = 0; i < read.length; i++) {
                read[i] = go(planes, Plan.of(Detector.disk(10).at(20, 20 + i % 2), g), out);
            }
            assertThat(read).contains(disk.count());
            assertThat(Arrays.stream(read).filter(n -> n == 2 * 19).count()).isEqualTo(255);
        }
    }

    @Test
    void onlyOneThreadGoesAStep() throws InterruptedException {
        var g = new Geometry(DType.F32, 2, 2, 5, 5);
        try (var chunks = Frames.chunks(g, Long.MAX_VALUE, k -> k);
                var planes = filled(chunks)) {
            var plan = Plan.of(Detector.disk(2).at(2, 2), g);
            assertThat(planes.begin(plan)).isNotNull();
            boolean[] refused = new boolean[1];
            var other = new Thread(() -> refused[0] = planes.begin(plan) == null);
            other.start();
            other.join();
            assertThat(refused[0]).isTrue();
            planes.done();
        }
    }

    @Test
    void dataThatIsNotFiniteIsRefused() {
        for (var dtype : new DType[] {DType.F32, DType.F64}) {
            var g = new Geometry(dtype, 20, 20, 3, 5);
            for (double odd : new double[] {
                Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, dtype == DType.F32 ? 1e39 : 1e300
            }) {
                try (var chunks = Frames.chunks(g, Long.MAX_VALUE, k -> k == g.pixels() * 399 + 4 ? odd : 1)) {
                    var making = new PixelPlanes.Making(chunks);
                    try (var planes = making.allocate(dtype)) {
                        assertThat(making.fill(planes, Pace.ALONE)).isEqualTo(Outcome.UNFIT);
                    }
                }
            }
        }
    }
}
