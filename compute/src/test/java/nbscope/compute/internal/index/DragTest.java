package nbscope.compute.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.LongStream;
import nbscope.compute.ComputePath;
import nbscope.compute.JavaDevice;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.opencl.OpenCl;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.store.JavaStore;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Work;
import nbscope.io.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Drags as a widget makes them, by whatever way the planner takes, against the oracle.
class DragTest {
    static LongStream seeds() {
        return Frames.seeds(60);
    }

    private static JavaStore store(HostChunks chunks, Owner owner) {
        var g = chunks.geometry();
        var store = new JavaStore(g, new JavaDevice(true), owner, "gold", 0);
        store.fill(0, g.scanRows(), (row, rows, destination) -> {
            for (int r = 0; r < rows; r++) {
                MemorySegment.copy(chunks.rows(row + r, 1), 0, destination, r * g.rowBytes(), g.rowBytes());
            }
        });
        return store;
    }

    private static Work compare(HostChunks chunks, JavaStore store, Plan plan, String what) {
        var g = chunks.geometry();
        if (g.dtype().isInteger()) {
            long[] out = new long[g.positions()];
            var work = store.sums(plan, out);
            assertThat(out).as(what).isEqualTo(Frames.longs(chunks, plan));
            return work;
        }
        double[] out = new double[g.positions()];
        var work = store.sums(plan, out);
        Frames.assertClose(chunks, plan, out, what);
        return work;
    }

    /// A few drags of the centre and of the radii, jumps to masks with holes between, and now and then somebody
    /// flushes.
    private static Set<ComputePath> drag(HostChunks chunks, Owner owner, long seed) {
        var random = Frames.random(seed);
        var g = chunks.geometry();
        boolean[] excluded = new boolean[random.nextBoolean() ? 0 : g.pixels()];
        for (int p = 0; p < excluded.length; p++) {
            excluded[p] = random.nextInt(30) == 0;
        }
        Set<ComputePath> paths = EnumSet.noneOf(ComputePath.class);
        var store = store(chunks, owner);
        try {
            double row = g.detRows() / 2.0;
            double col = g.detCols() / 2.0;
            for (int i = 0; i < 40; i++) {
                boolean radius = i / 10 % 2 == 1;
                if (!radius) {
                    row += random.nextGaussian();
                    col += random.nextGaussian();
                }
                double inner = i % 4 == 0 ? 0 : radius ? 10 * random.nextDouble() : 4;
                double outer = inner + (radius ? 0.5 + 40 * random.nextDouble() : 12);
                var plan = i % 13 == 12 ? Frames.holes(g, random) : Frames.ring(g, row, col, inner, outer, excluded);
                var work = compare(chunks, store, plan, g + " image " + i);
                paths.add(work.path());
                assertThat(work.bytes()).isLessThanOrEqualTo(g.positions() * plan.bytesTouched());
                if (random.nextInt(15) == 0) {
                    owner.ledger().flush(null);
                }
            }
            store.dropCache();
            assertThat(owner.ledger().report().total()).isZero();
        } finally {
            store.close();
        }
        return paths;
    }

    private static HostChunks random(Geometry g, long seed) {
        var random = Frames.random(seed + 1000);
        long all = 1L << Math.min(random.nextInt(6, 30), 8 * g.dtype().bytes());
        long least = g.dtype().isUnsigned() ? 0 : -all / 2;
        IntToDoubleFunction value = g.dtype().isInteger()
                ? k -> least + random.nextLong(all)
                : k -> random.nextGaussian() * Math.exp(20 * random.nextDouble());
        return Frames.chunks(g, Frames.chunkBytes(g, random), value);
    }

    private static Geometry any(long seed) {
        var random = Frames.random(seed);
        DType[] types = {DType.U8, DType.I8, DType.U16, DType.I16, DType.U32, DType.I32, DType.F32, DType.F64};
        return Frames.shape(types[(int) (seed % types.length)], random);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void dragsEqualTheOracle(long seed) {
        try (var chunks = random(any(seed), seed)) {
            drag(chunks, Owner.indexFromTheStart(1L << 30, OpenCl::probe), seed);
        }
    }

    /// Indexes appear between two images, or in the middle of one.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void dragsEqualTheOracleWhileTheBackgroundBuilds(long seed) {
        try (var chunks = random(any(seed), seed)) {
            drag(chunks, new Owner(1L << 30, OpenCl::probe), seed);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void dragsEqualTheOracleWhereTheBudgetHasLittleRoom(long seed) {
        var g = any(seed);
        try (var chunks = random(g, seed)) {
            // Room for the cube but not for the planes, or for nothing.
            var paths = drag(
                    chunks, Owner.indexFromTheStart(g.frameBytes() / (seed % 2 == 0 ? 2 : 100), OpenCl::probe), seed);
            assertThat(paths).doesNotContain(ComputePath.ROW_PREFIX, ComputePath.PLANES);
        }
    }

    @Test
    void everyWayIsTaken() {
        for (var dtype : new DType[] {DType.I16, DType.F32}) {
            try (var chunks = random(new Geometry(dtype, 12, 15, 64, 64), 1)) {
                var paths = drag(chunks, Owner.indexFromTheStart(1L << 30, OpenCl::probe), 1);
                assertThat(paths)
                        .contains(
                                dtype == DType.F32 ? ComputePath.PLANES : ComputePath.ROW_PREFIX,
                                ComputePath.RADIAL_PREFIX);
                paths = drag(chunks, Owner.indexFromTheStart(chunks.geometry().frameBytes() / 4, OpenCl::probe), 1);
                assertThat(paths).contains(ComputePath.BLOCK_SPARSE, ComputePath.RADIAL_PREFIX);
            }
        }
    }

    @Test
    void dataThatIsNotFiniteIsSummedByItsBlocks() {
        var g = new Geometry(DType.F32, 8, 8, 20, 20);
        try (var chunks = Frames.chunks(g, Long.MAX_VALUE, k -> k == 30 ? Double.NaN : 1)) {
            var owner = Owner.indexFromTheStart(1L << 30, OpenCl::probe);
            try (var store = store(chunks, owner)) {
                double[] out = new double[g.positions()];
                for (int r = 2; r < 9; r++) {
                    var plan = Frames.ring(g, 10, 10, 0, r, new boolean[0]);
                    assertThat(store.sums(plan, out).path()).isIn(ComputePath.BLOCK_SPARSE, ComputePath.DENSE);
                    assertThat(out).containsOnly(plan.count());
                }
                store.sums(Frames.ring(g, 10, 10, 0, 20, new boolean[0]), out);
                assertThat(out[0]).isNaN();
                assertThat(owner.ledger().report().total()).isZero();
            }
        }
    }
}
