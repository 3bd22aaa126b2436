package nbscope.compute.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.LongStream;
import nbscope.compute.ComputePath;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Work;
import nbscope.io.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rings of any radii about a centre against plain sums over the patterns (the oracle).
class RadialCubeTest {
    private final Workers workers = new Workers(2);

    static LongStream seeds() {
        return Frames.seeds(60);
    }

    /// The cube of the first type that suits.
    private static RadialCube filled(HostChunks chunks, Plan.Ring ring) {
        var making = new RadialCube.Making(chunks, ring);
        for (DType type : making.types()) {
            var cube = making.allocate(type);
            assertThat(cube.planes().byteSize()).isLessThanOrEqualTo(making.bytes(type));
            if (making.fill(cube, new Pace(2, () -> () -> true)) == Outcome.DONE) {
                return cube;
            }
            cube.close();
        }
        throw new AssertionError("no type suits");
    }

    private static boolean[] excluded(Geometry g, Random random) {
        boolean[] excluded = new boolean[random.nextBoolean() ? 0 : g.pixels()];
        for (int p = 0; p < excluded.length; p++) {
            excluded[p] = random.nextInt(20) == 0;
        }
        return excluded;
    }

    private void assertRing(HostChunks chunks, RadialCube cube, Plan plan, String what) {
        var g = chunks.geometry();
        var ring = java.util.Objects.requireNonNull(plan.ring());
        var sums = new RingSums(g, cube, ring);
        if (g.dtype().isInteger()) {
            long[] out = new long[g.positions()];
            Arrays.fill(out, -1);
            sums.way(null, workers, out, (p, a) -> {
                        System.arraycopy(Frames.longs(chunks, p), 0, a, 0, a.length);
                        return new Work(ComputePath.BLOCK_SPARSE, 0);
                    })
                    .run()
                    .run();
            assertThat(out).as(what).isEqualTo(Frames.longs(chunks, plan));
        } else {
            double[] out = new double[g.positions()];
            sums.way(null, workers, out, (p, a) -> {
                        System.arraycopy(Frames.doubles(chunks, p), 0, a, 0, a.length);
                        return new Work(ComputePath.BLOCK_SPARSE, 0);
                    })
                    .run()
                    .run();
            Frames.assertClose(chunks, plan, out, what);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void randomRingsEqualTheOracle(long seed) {
        var random = Frames.random(seed);
        var dtype = random.nextInt(4) == 0
                ? random.nextBoolean() ? DType.F32 : DType.F64
                : Frames.INTEGERS[random.nextInt(6)];
        var g = Frames.shape(dtype, random);
        long all = 1L << Math.min(40, 8 * dtype.bytes());
        IntToDoubleFunction value =
                dtype.isInteger() ? k -> random.nextLong(all) : k -> random.nextGaussian() * random.nextInt(1000);
        // Whole numbers give many pixels of one distance.
        double row = random.nextBoolean() ? random.nextInt(g.detRows()) : g.detRows() * random.nextDouble();
        double col = random.nextBoolean() ? random.nextInt(g.detCols()) : g.detCols() * (2 * random.nextDouble() - 0.5);
        boolean[] excluded = excluded(g, random);
        try (var chunks = Frames.chunks(g, Frames.chunkBytes(g, random), value);
                var cube = filled(chunks, new Plan.Ring(row, col, 0, 1, excluded))) {
            for (int i = 0; i < 20; i++) {
                double inner = random.nextInt(3) == 0 ? 0 : random.nextInt(60) * (i % 2 == 0 ? 1 : 0.731);
                double outer = inner + (i % 3 == 0 ? 1 + random.nextInt(5) : 0.01 + 80 * random.nextDouble());
                assertRing(
                        chunks, cube, Frames.ring(g, row, col, inner, outer, excluded), g + " " + inner + " " + outer);
            }
        }
    }

    @Test
    void aCubeIsASixteenthOfTheFrameOrLess() {
        for (var dtype : new DType[] {DType.U8, DType.U16, DType.I32, DType.F32, DType.F64}) {
            var g = new Geometry(dtype, 32, 32, 96, 96);
            try (var chunks = new HostChunks(g, Long.MAX_VALUE)) {
                var making = new RadialCube.Making(chunks, new Plan.Ring(47.3, 48.1, 0, 1, new boolean[0]));
                for (DType type : making.types()) {
                    assertThat(making.bytes(type))
                            .as("%s as %s", dtype, type)
                            .isLessThanOrEqualTo(g.frameBytes() / 16 + 16L * g.positions());
                }
            }
        }
    }

    @Test
    void sumsBeyond32BitAreKeptIn64() {
        for (var dtype : new DType[] {DType.U32, DType.I32}) {
            var g = new Geometry(dtype, 9, 11, 20, 20);
            try (var chunks = Frames.chunks(g, Long.MAX_VALUE, k -> dtype == DType.U32 ? 4e9 - k : k - 2e9);
                    var cube = filled(chunks, new Plan.Ring(9, 9, 0, 1, new boolean[0]))) {
                assertThat(cube.sums()).isEqualTo(DType.I64);
                for (double r = 1; r < 15; r += 0.7) {
                    assertRing(chunks, cube, Frames.ring(g, 9, 9, r, r + 6, new boolean[0]), "radius " + r);
                }
            }
        }
        var g = new Geometry(DType.U16, 9, 11, 20, 20);
        try (var chunks = Frames.chunks(g, Long.MAX_VALUE, k -> 65535);
                var cube = filled(chunks, new Plan.Ring(9, 9, 0, 1, new boolean[0]))) {
            assertThat(cube.sums()).isEqualTo(DType.U32);
        }
    }

    @Test
    void aBrightMiddleDoesNotBlurTheDimRings() {
        var g = new Geometry(DType.F64, 4, 5, 60, 60);
        IntToDoubleFunction value = k -> {
            int row = k % 3600 / 60 - 30;
            int col = k % 60 - 30;
            return (row * row + col * col < 64 ? 1e12 : 1e-3) * (1 + Math.sin(k) / 3);
        };
        try (var chunks = Frames.chunks(g, Long.MAX_VALUE, value);
                var cube = filled(chunks, new Plan.Ring(30, 30, 0, 1, new boolean[0]))) {
            for (double r = 0; r < 20; r += 1.3) {
                assertRing(chunks, cube, Frames.ring(g, 30, 30, r, r + 12, new boolean[0]), "radius " + r);
            }
        }
    }

    @Test
    void dataThatIsNotFiniteIsRefusedUnlessItIsLeftOut() {
        for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            var g = new Geometry(DType.F32, 20, 20, 6, 6);
            try (var chunks = Frames.chunks(g, Long.MAX_VALUE, k -> k % 36 == 7 ? odd : 1)) {
                for (boolean leftOut : new boolean[] {false, true}) {
                    boolean[] excluded = new boolean[leftOut ? 36 : 0];
                    if (leftOut) {
                        excluded[7] = true;
                    }
                    var making = new RadialCube.Making(chunks, new Plan.Ring(3, 3, 0, 1, excluded));
                    try (var cube = making.allocate(DType.F64)) {
                        assertThat(making.fill(cube, Pace.ALONE)).isEqualTo(leftOut ? Outcome.DONE : Outcome.UNFIT);
                    }
                }
            }
        }
    }

    @Test
    void theCentreAndTheExcludedPixelsDecideWhetherItServes() {
        var g = new Geometry(DType.U8, 2, 2, 6, 6);
        try (var chunks = new HostChunks(g, Long.MAX_VALUE)) {
            boolean[] excluded = new boolean[36];
            excluded[3] = true;
            var making = new RadialCube.Making(chunks, new Plan.Ring(3, 3, 0, 1, excluded));
            assertThat(making.serves(new Plan.Ring(3, 3, 2, 5, excluded.clone())))
                    .isTrue();
            assertThat(making.serves(new Plan.Ring(3, 3.1, 2, 5, excluded))).isFalse();
            assertThat(making.serves(new Plan.Ring(2, 3, 2, 5, excluded))).isFalse();
            assertThat(making.serves(new Plan.Ring(3, 3, 2, 5, new boolean[36])))
                    .isFalse();
        }
    }
}
