package nbscope.compute.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
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

/// The index against plain sums over the patterns (the oracle), by the plain kernels and by those of the
/// Vector API.
class RowPrefixIndexTest {
    private static final List<IndexKernels> KERNELS = List.of(IndexKernels.scalar(), IndexKernels.vector());

    private final Workers workers = new Workers(2);

    static LongStream seeds() {
        return Frames.seeds(60);
    }

    private static Outcome fill(HostChunks chunks, RowPrefixIndex index, IndexKernels kernels) {
        return new RowPrefixIndex.Making(chunks, kernels).fill(index, Pace.ALONE);
    }

    private void assertSame(HostChunks chunks, RowPrefixIndex index, Plan plan, String what) {
        long[] found = new long[chunks.geometry().positions()];
        Arrays.fill(found, -1);
        index.sum(index.ends(plan.spans()), workers, found);
        assertThat(found).as(what).isEqualTo(Frames.longs(chunks, plan));
    }

    /// How filling planes of a type ends, by all kernels; where it is done, the sums over some detectors are those of
    /// the oracle.
    private Outcome fillAndCompare(HostChunks chunks, DType sums, Plan... plans) {
        Outcome outcome = null;
        for (IndexKernels kernels : KERNELS) {
            try (var index = new RowPrefixIndex(chunks.geometry(), sums, kernels)) {
                var one = fill(chunks, index, kernels);
                assertThat(outcome == null ? one : outcome).isEqualTo(one);
                outcome = one;
                for (Plan plan : one == Outcome.DONE ? plans : new Plan[0]) {
                    assertSame(chunks, index, plan, chunks.geometry() + " as " + sums);
                }
            }
        }
        return java.util.Objects.requireNonNull(outcome);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void randomDataAndDetectorsEqualTheOracle(long seed) {
        var random = Frames.random(seed);
        var g = Frames.shape(Frames.INTEGERS[random.nextInt(6)], random);
        long all = 1L << 8 * g.dtype().bytes();
        long limit = random.nextBoolean() ? Math.min(all, 1L << 31) / g.detCols() : 1 + 65535 / g.detCols();
        long lowest = g.dtype().isUnsigned() ? 0 : -limit / 2;
        IntToDoubleFunction value = k -> lowest + random.nextLong(Math.max(1, limit));
        Plan[] plans = new Plan[8];
        for (int i = 0; i < plans.length; i++) {
            double inner = random.nextBoolean() ? 0 : random.nextDouble() * 20;
            var detector = (i == 0
                            ? Detector.point(0, 0)
                            : Detector.annulus(inner, inner + 0.1 + random.nextDouble() * 100))
                    .at(random.nextInt(g.detRows() + 10) - 5, random.nextInt(g.detCols() + 10) - 5);
            plans[i] = i % 3 == 2 ? Frames.holes(g, random) : Plan.of(detector, g);
        }
        try (var chunks = Frames.chunks(g, Frames.chunkBytes(g, random), value)) {
            var types = new RowPrefixIndex.Making(chunks, KERNELS.getFirst()).types();
            List<Outcome> outcomes =
                    types.stream().map(t -> fillAndCompare(chunks, t, plans)).toList();
            assertThat(outcomes.getLast()).isEqualTo(Outcome.DONE);
            if (limit == 1 + 65535 / g.detCols() && 65535 % g.detCols() != 0) {
                assertThat(outcomes.getFirst()).isEqualTo(Outcome.DONE);
            }
        }
    }

    /// Planes of 16 bit never wrap: a row sum above 65,535 leads to planes of 32 bit. At the borders of tiles, of
    /// groups and of the scan.
    @Test
    void rowSumsOf65535FitTheNarrowIndexAndOfOneMoreDoNot() {
        var g = new Geometry(DType.U16, 93, 89, 3, 37);
        int positions = g.positions();
        assertThat(positions).isGreaterThan(2 * Tiles.TILE);
        Plan[] plans = {
            Plan.of(Detector.disk(1000).at(1, 5), g),
            Plan.of(Detector.disk(1.5).at(1, 20), g),
            Plan.of(Detector.annulus(3, 9).at(2, 35), g)
        };
        int[] places = {0, 15, 16, 127, 128, Tiles.TILE - 1, Tiles.TILE, 2 * Tiles.TILE, positions - 1};
        for (int sum : new int[] {65535, 65536, 2 * 65535}) {
            for (int place : places) {
                int row = place * g.pixels() + g.detCols();
                int last = row + g.detCols() - 1;
                IntToDoubleFunction value = k -> k == row ? sum / 2 : k == last ? sum - sum / 2 : 0;
                try (var chunks = Frames.chunks(g, 31 * g.rowBytes() + HostChunks.PADDING, value)) {
                    assertThat(fillAndCompare(chunks, DType.U16, plans))
                            .isEqualTo(sum > 65535 ? Outcome.UNFIT : Outcome.DONE);
                    if (place >= positions - 1 || place == Tiles.TILE) {
                        assertThat(fillAndCompare(chunks, DType.U32, plans)).isEqualTo(Outcome.DONE);
                    }
                }
            }
        }
    }

    @Test
    void patternsMayPass65535HoweverManyRowsTheyHave() {
        var g = new Geometry(DType.U16, 7, 9, 50, 30);
        // Every row sums to 65,535, so a pattern's running sum passes 2^16 in each of its 50 rows.
        try (var chunks = Frames.chunks(g, Long.MAX_VALUE, k -> k % 30 == 29 ? 65535 - 29 * 2184 : 2184)) {
            Plan[] plans = new Plan[14];
            for (int i = 0; i < plans.length; i++) {
                plans[i] = Plan.of(Detector.disk(i == 0 ? 1000 : 3 * i).at(25, 15), g);
            }
            assertThat(fillAndCompare(chunks, DType.U16, plans)).isEqualTo(Outcome.DONE);
            assertThat(Frames.longs(chunks, plans[0])).containsOnly(50 * 65535L);
        }
    }

    /// Planes of 32 bit wrap round within a row of signed pixels and, of unsigned ones, hold sums up to 2^32 - 1; a
    /// pattern's sum may be far above.
    @Test
    void wideSumsAreExactUpTo32BitOfARowAndRefusedBeyond() {
        for (long over : new long[] {0, 1}) {
            var g = new Geometry(DType.U32, 5, 30, 9, 4);
            try (var chunks = Frames.chunks(g, Long.MAX_VALUE, k -> k % 4 == 0 ? (1L << 30) - 1 + over : 1L << 30)) {
                Plan[] plans = {
                    Plan.of(Detector.disk(100).at(4, 2), g),
                    Plan.of(Detector.disk(1.2).at(4, 2), g)
                };
                assertThat(fillAndCompare(chunks, DType.U32, plans))
                        .isEqualTo(over == 0 ? Outcome.DONE : Outcome.UNFIT);
                assertThat(Frames.longs(chunks, plans[0])[0]).isGreaterThan(8L << 32);
            }
        }
        for (int over : new int[] {0, 1}) {
            var g = new Geometry(DType.I32, 5, 30, 9, 2);
            // Sums of -2^31 + 1, the smallest that is taken, in every row of every pattern.
            try (var chunks = Frames.chunks(g, Long.MAX_VALUE, k -> k % 2 == 0 ? -(1 << 30) - over : -(1 << 30) + 1)) {
                Plan[] plans = {
                    Plan.of(Detector.disk(100).at(4, 1), g),
                    Plan.of(Detector.point(0, 0).at(3, 1), g)
                };
                assertThat(fillAndCompare(chunks, DType.I32, plans))
                        .isEqualTo(over == 0 ? Outcome.DONE : Outcome.UNFIT);
            }
        }
    }

    @Test
    void scansOfManyTilesEqualTheOracleHoweverManyThreadsBuild() {
        for (var dtype : new DType[] {DType.U8, DType.U16, DType.I16}) {
            var g = new Geometry(dtype, 101, 97, 5, 7);
            assertThat(g.positions()).isGreaterThan(2 * Tiles.TILE);
            for (IndexKernels kernels : KERNELS) {
                try (var chunks = Frames.chunks(g, 17 * g.rowBytes() + HostChunks.PADDING, k -> k * 31L % 127)) {
                    var making = new RowPrefixIndex.Making(chunks, kernels);
                    for (DType sums : making.types()) {
                        try (var index = making.allocate(sums)) {
                            assertThat(making.fill(index, new Pace(3, () -> () -> true)))
                                    .isEqualTo(Outcome.DONE);
                            for (int r = 1; r < 6; r++) {
                                assertSame(
                                        chunks, index, Plan.of(Detector.disk(r).at(2, 3), g), "radius " + r);
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void aDetectorCostsItsPerimeter() {
        var g = new Geometry(DType.U16, 8, 8, 96, 96);
        try (var index = new RowPrefixIndex(g, DType.U16, KERNELS.getFirst())) {
            assertThat(bytes(index, Detector.point(0, 0).at(48, 48))).isEqualTo(4);
            assertThat(bytes(index, Detector.disk(10).at(48, 48))).isEqualTo(19 * 2 * 2);
            // Rows that begin at column 0 need no second plane.
            assertThat(bytes(index, Detector.disk(1000).at(48, 48))).isEqualTo(96 * 2);
            assertThat(bytes(index, Detector.disk(0.1).at(-20, 3))).isZero();
        }
    }

    private static long bytes(RowPrefixIndex index, Detector detector) {
        return index.bytesTouched(index.ends(Plan.of(detector, index.geometry()).spans()));
    }

    @Test
    void aBuildStopsWhereItIsTold() {
        var g = new Geometry(DType.U16, 8, 8, 16, 16);
        int[] asked = new int[1];
        BooleanSupplier fourTimes = () -> ++asked[0] < 5;
        try (var chunks = Frames.chunks(g, Long.MAX_VALUE, k -> 1);
                var index = new RowPrefixIndex(g, DType.U16, KERNELS.getFirst())) {
            assertThat(new RowPrefixIndex.Making(chunks, KERNELS.getFirst()).fill(index, new Pace(1, () -> fourTimes)))
                    .isEqualTo(Outcome.STOPPED);
            assertThat(asked[0]).isEqualTo(5);
        }
    }

    @Test
    void onlyIntegersOfUpTo32BitAreIndexed() {
        assertThat(Arrays.stream(DType.values()).filter(DType::isPrimitive).filter(t -> {
                    try (var chunks = new HostChunks(new Geometry(t, 2, 2, 3, 3), Long.MAX_VALUE)) {
                        return !new RowPrefixIndex.Making(chunks, KERNELS.getFirst())
                                .types()
                                .isEmpty();
                    }
                }))
                .containsExactlyInAnyOrder(Frames.INTEGERS);
    }
}
