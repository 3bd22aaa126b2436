package nbscope.compute.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.LongStream;
import nbscope.compute.Detector;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.index.RowPrefixBuild.Outcome;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Pixels;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.ScalarSums;
import nbscope.io.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The index against plain sums over the patterns (the oracle).
class RowPrefixIndexTest {
    private static final ScalarSums ORACLE = new ScalarSums();

    private final Workers workers = new Workers(2);

    static LongStream seeds() {
        Long replay = Long.getLong("tests.seed");
        return replay != null ? LongStream.of(replay) : LongStream.rangeClosed(1, 40);
    }

    private static HostChunks chunks(Geometry g, long maxAllocation, IntUnaryOperator value) {
        var chunks = new HostChunks(g, maxAllocation);
        int k = 0;
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            // What lies behind the data must not count.
            chunk.fill((byte) 0xff);
            long n = (long) chunks.positions(i) * g.pixels();
            for (long p = 0; p < n; p++, k++) {
                if (g.dtype() == DType.U8) {
                    chunk.set(ValueLayout.JAVA_BYTE, p, (byte) value.applyAsInt(k));
                } else {
                    chunk.set(Pixels.I16, 2 * p, (short) value.applyAsInt(k));
                }
            }
        }
        return chunks;
    }

    private void assertSame(HostChunks chunks, RowPrefixIndex index, Plan plan, String what) {
        var g = chunks.geometry();
        long[] expected = new long[g.positions()];
        for (int i = 0; i < chunks.count(); i++) {
            ORACLE.sum(
                    g.dtype(),
                    chunks.chunk(i),
                    g.patternBytes(),
                    0,
                    chunks.positions(i),
                    plan,
                    expected,
                    chunks.firstPosition(i));
        }
        long[] found = new long[g.positions()];
        Arrays.fill(found, -1);
        index.sum(index.ends(plan), workers, found);
        assertThat(found).as(what).isEqualTo(expected);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void randomDataAndDetectorsEqualTheOracle(long seed) {
        var random = new Random(seed * 0x9E3779B97F4A7C15L);
        var dtype = random.nextBoolean() ? DType.U8 : DType.U16;
        var g = new Geometry(
                dtype, 1 + random.nextInt(30), 1 + random.nextInt(30), 1 + random.nextInt(40), 1 + random.nextInt(300));
        int limit = random.nextBoolean() ? 1 << 8 * dtype.bytes() : 1 + 65535 / g.detCols();
        long size = random.nextBoolean() ? Long.MAX_VALUE : g.rowBytes() * (1 + random.nextInt(3)) + 64;
        try (var chunks = chunks(g, size, k -> random.nextInt(limit));
                var narrow = new RowPrefixIndex(g, DType.U16);
                var wide = new RowPrefixIndex(g, DType.U32)) {
            var outcome = new RowPrefixBuild(chunks, narrow, () -> true).run();
            assertThat(new RowPrefixBuild(chunks, wide, () -> true).run()).isEqualTo(Outcome.DONE);
            for (int i = 0; i < 10; i++) {
                double inner = random.nextBoolean() ? 0 : random.nextDouble() * 20;
                var detector = (i == 0
                                ? Detector.point(0, 0)
                                : Detector.annulus(inner, inner + 0.1 + random.nextDouble() * 200))
                        .at(random.nextInt(g.detRows() + 10) - 5, random.nextInt(g.detCols() + 10) - 5);
                var plan = Plan.of(detector, g);
                assertSame(chunks, wide, plan, g + " " + detector);
                if (outcome == Outcome.DONE) {
                    assertSame(chunks, narrow, plan, g + " " + detector);
                }
            }
            assertThat(outcome).isIn(Outcome.DONE, Outcome.TOO_LARGE);
            if (limit == 1 + 65535 / g.detCols() && 65535 % g.detCols() != 0) {
                assertThat(outcome).isEqualTo(Outcome.DONE);
            }
        }
    }

    @Test
    void rowSumsOf65535FitTheNarrowIndexHoweverLargeThePattern() {
        var g = new Geometry(DType.U16, 7, 9, 50, 30);
        // Every row sums to 65,535, so a pattern's running sum passes 2^16 in each of its 50 rows.
        try (var chunks = chunks(g, Long.MAX_VALUE, k -> k % 30 == 29 ? 65535 - 29 * 2184 : 2184);
                var index = new RowPrefixIndex(g, DType.U16)) {
            assertThat(new RowPrefixBuild(chunks, index, () -> true).run()).isEqualTo(Outcome.DONE);
            for (int r = 1; r < 40; r += 3) {
                assertSame(chunks, index, Plan.of(Detector.disk(r).at(25, 15), g), "radius " + r);
            }
            long[] all = new long[g.positions()];
            index.sum(index.ends(Plan.of(Detector.disk(1000).at(25, 15), g)), workers, all);
            assertThat(all).containsOnly(50 * 65535L);
        }
    }

    @Test
    void oneRowThatPasses65535NeedsTheWideIndex() {
        var g = new Geometry(DType.U16, 11, 13, 6, 10);
        int last = g.positions() * g.pixels() - 1;
        try (var chunks = chunks(g, Long.MAX_VALUE, k -> k == last || k == last - 9 ? 32768 : 0);
                var narrow = new RowPrefixIndex(g, DType.U16);
                var wide = new RowPrefixIndex(g, DType.U32)) {
            assertThat(new RowPrefixBuild(chunks, narrow, () -> true).run()).isEqualTo(Outcome.TOO_LARGE);
            assertThat(new RowPrefixBuild(chunks, wide, () -> true).run()).isEqualTo(Outcome.DONE);
            assertSame(chunks, wide, Plan.of(Detector.disk(1000).at(3, 5), g), "all");
            assertSame(chunks, wide, Plan.of(Detector.disk(3).at(5, 9), g), "corner");
        }
    }

    @Test
    void sumsAreExactUpTo32BitAndRefusedBeyond() {
        // 65,537 pixels of 65,535 are 2^32 - 1.
        for (boolean tooLarge : new boolean[] {false, true}) {
            var g = new Geometry(DType.U16, 1, 3, 2, 32769);
            int one = g.pixels() * 2;
            IntUnaryOperator value = k -> k < one || k >= one + 65537 ? tooLarge && k == one + 65537 ? 1 : 0 : 65535;
            try (var chunks = chunks(g, Long.MAX_VALUE, value);
                    var index = new RowPrefixIndex(g, DType.U32)) {
                var outcome = new RowPrefixBuild(chunks, index, () -> true).run();
                assertThat(outcome).isEqualTo(tooLarge ? Outcome.TOO_LARGE : Outcome.DONE);
                if (!tooLarge) {
                    long[] all = new long[3];
                    index.sum(index.ends(Plan.of(Detector.disk(1e6).at(0, 0), g)), workers, all);
                    assertThat(all).containsExactly(0, 0, 0xffff_ffffL);
                }
            }
        }
    }

    @Test
    void scansOfManyTilesEqualTheOracle() {
        for (var dtype : new DType[] {DType.U8, DType.U16}) {
            var g = new Geometry(dtype, 101, 97, 5, 7);
            assertThat(g.positions()).isGreaterThan(2 * RowPrefixIndex.TILE);
            try (var chunks = chunks(g, 17 * g.rowBytes() + 64, k -> k * 31 % 251);
                    var narrow = new RowPrefixIndex(g, DType.U16);
                    var wide = new RowPrefixIndex(g, DType.U32)) {
                assertThat(new RowPrefixBuild(chunks, narrow, () -> true).run()).isEqualTo(Outcome.DONE);
                assertThat(new RowPrefixBuild(chunks, wide, () -> true).run()).isEqualTo(Outcome.DONE);
                for (int r = 1; r < 6; r++) {
                    var plan = Plan.of(Detector.disk(r).at(2, 3), g);
                    assertSame(chunks, narrow, plan, "radius " + r);
                    assertSame(chunks, wide, plan, "radius " + r);
                }
            }
        }
    }

    @Test
    void aDetectorCostsItsPerimeter() {
        var g = new Geometry(DType.U16, 8, 8, 96, 96);
        try (var index = new RowPrefixIndex(g, DType.U16)) {
            assertThat(index.bytesTouched(
                            index.ends(Plan.of(Detector.point(0, 0).at(48, 48), g))))
                    .isEqualTo(4);
            assertThat(index.bytesTouched(index.ends(Plan.of(Detector.disk(10).at(48, 48), g))))
                    .isEqualTo(19 * 2 * 2);
            // Rows that begin at column 0 need no second plane.
            assertThat(index.bytesTouched(index.ends(Plan.of(Detector.disk(1000).at(48, 48), g))))
                    .isEqualTo(96 * 2);
            assertThat(index.bytesTouched(index.ends(Plan.of(Detector.disk(0.1).at(-20, 3), g))))
                    .isZero();
        }
    }

    @Test
    void aBuildStopsWhereItIsTold() {
        var g = new Geometry(DType.U16, 8, 8, 16, 16);
        int[] asked = new int[1];
        try (var chunks = chunks(g, Long.MAX_VALUE, k -> 1);
                var index = new RowPrefixIndex(g, DType.U16)) {
            assertThat(new RowPrefixBuild(chunks, index, () -> ++asked[0] < 5).run())
                    .isEqualTo(Outcome.STOPPED);
            assertThat(asked[0]).isEqualTo(5);
        }
    }

    @Test
    void onlyUnsignedSmallIntegersAreIndexed() {
        assertThat(Arrays.stream(DType.values())
                        .filter(DType::isPrimitive)
                        .filter(t -> RowPrefixIndex.suits(new Geometry(t, 2, 2, 3, 3))))
                .containsExactlyInAnyOrder(DType.U8, DType.U16);
        assertThat(RowPrefixIndex.suits(new Geometry(DType.U8, 1, 1, 1, 70_000)))
                .isFalse();
    }
}
