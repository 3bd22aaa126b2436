package nbscope.compute.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import nbscope.compute.ComputePath;
import nbscope.compute.Detector;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.memory.Ledger;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Work;
import nbscope.io.DType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When an index is there, and what the ledger says of it.
class FrameIndexTest {
    private static final Geometry G = new Geometry(DType.U16, 16, 16, 8, 8);
    private static final Plan DISK = Plan.of(Detector.disk(3).at(4, 4), G);
    private static final long BYTES = new Tiles(G, 2).size();

    private final Ledger ledger = new Ledger(1 << 20);
    private final List<Runnable> tasks = new ArrayList<>();
    private final Workers workers = new Workers(1);
    private final HostChunks chunks = new HostChunks(G, Long.MAX_VALUE);

    FrameIndexTest() {
        chunks.chunk(0).fill((byte) 0);
    }

    @AfterEach
    void close() {
        chunks.close();
    }

    private FrameIndex frame(Indexer indexer, int frame) {
        return new FrameIndex(chunks, indexer, "gold", frame, "Java");
    }

    private Indexer indexer(Executor thread, long keptNanos) {
        return new Indexer(ledger, thread, keptNanos);
    }

    private boolean sums(FrameIndex frame) {
        return path(frame, DISK) == ComputePath.ROW_PREFIX;
    }

    private ComputePath path(FrameIndex frame, Plan plan) {
        return frame.sum(plan, workers, new long[G.positions()], (p, out) -> new Work(ComputePath.DENSE, 0))
                .path();
    }

    @Test
    void isAskedForOnceAndThereAfterwards() {
        var frame = frame(indexer(tasks::add, 0), 0);
        for (int i = 0; i < 10; i++) {
            frame.ask(DISK);
            assertThat(sums(frame)).isFalse();
        }
        assertThat(tasks).hasSize(1);
        tasks.removeFirst().run();
        assertThat(sums(frame)).isTrue();
        frame.ask(DISK);
        assertThat(tasks).isEmpty();
        assertThat(ledger.report().lines()).singleElement().satisfies(line -> {
            assertThat(line.owner()).isEqualTo("gold");
            assertThat(line.what()).isEqualTo("index 0");
            assertThat(line.dtype()).isEqualTo(DType.U16);
            assertThat(line.bytes()).isEqualTo(BYTES).isEqualTo(G.frameBytes());
            assertThat(line.cache()).isTrue();
        });
    }

    @Test
    void flushingDropsItAndTheNextImageAsksAgain() {
        var frame = frame(indexer(Runnable::run, 0), 0);
        frame.ask(DISK);
        assertThat(ledger.flush(null)).isEqualTo(BYTES);
        assertThat(ledger.report().lines()).isEmpty();
        assertThat(sums(frame)).isFalse();
        frame.ask(DISK);
        assertThat(sums(frame)).isTrue();
    }

    @Test
    void aClosedFrameIsNeverIndexedAgain() {
        var frame = frame(indexer(tasks::add, 0), 0);
        frame.ask(DISK);
        assertThat(frame.close()).isZero();
        tasks.removeFirst().run();
        frame.ask(DISK);
        assertThat(tasks).isEmpty();
        assertThat(sums(frame)).isFalse();
        assertThat(ledger.report().peak()).isZero();
    }

    @Test
    void closingGivesBackTheBytesOnce() {
        var frame = frame(indexer(Runnable::run, 0), 0);
        frame.ask(DISK);
        assertThat(frame.close()).isEqualTo(BYTES);
        assertThat(frame.close()).isZero();
        assertThat(ledger.report().total()).isZero();
    }

    @Test
    void aQuarterOfTheBudgetStaysFree() {
        ledger.budget(Ledger.HOST, BYTES * 4 / 3 - 1);
        var refused = frame(indexer(Runnable::run, 0), 0);
        refused.ask(DISK);
        assertThat(sums(refused)).isFalse();
        ledger.budget(Ledger.HOST, BYTES * 4 / 3 + 1);
        var frame = frame(indexer(Runnable::run, 0), 0);
        frame.ask(DISK);
        assertThat(sums(frame)).isTrue();
        frame.close();
        assertThat(ledger.report().total()).isZero();
    }

    @Test
    void theOneUsedLongestAgoGoesForAnotherFrame() {
        ledger.budget(Ledger.HOST, BYTES * 3);
        var indexer = indexer(Runnable::run, 0);
        List<FrameIndex> frames = List.of(frame(indexer, 0), frame(indexer, 1), frame(indexer, 2));
        frames.get(0).ask(DISK);
        frames.get(1).ask(DISK);
        assertThat(sums(frames.get(1))).isTrue();
        assertThat(sums(frames.get(0))).isTrue();
        frames.get(2).ask(DISK);
        assertThat(sums(frames.get(1))).isFalse();
        assertThat(sums(frames.get(0))).isTrue();
        assertThat(sums(frames.get(2))).isTrue();
        assertThat(ledger.report().total()).isEqualTo(2 * BYTES);
    }

    @Test
    void oneThatIsInUseStays() {
        ledger.budget(Ledger.HOST, BYTES * 3 / 2);
        var indexer = indexer(Runnable::run, Long.MAX_VALUE);
        var first = frame(indexer, 0);
        var second = frame(indexer, 1);
        first.ask(DISK);
        second.ask(DISK);
        assertThat(sums(first)).isTrue();
        assertThat(sums(second)).isFalse();
    }

    @Test
    void theNewestWishIsBuiltFirst() {
        var indexer = indexer(tasks::add, 0);
        var first = frame(indexer, 0);
        var second = frame(indexer, 1);
        first.ask(DISK);
        second.ask(DISK);
        tasks.removeFirst().run();
        assertThat(sums(second)).isTrue();
        assertThat(sums(first)).isFalse();
        tasks.removeFirst().run();
        assertThat(sums(first)).isTrue();
    }

    @Test
    void largeRowSumsGetTheWideIndex() {
        chunks.chunk(0).fill((byte) 0x7f);
        var frame = frame(indexer(Runnable::run, 0), 0);
        frame.ask(DISK);
        assertThat(ledger.report().total()).isEqualTo(2 * BYTES);
        long[] found = new long[G.positions()];
        var work = frame.sum(DISK, workers, found, (p, out) -> new Work(ComputePath.DENSE, 0));
        assertThat(work).isEqualTo(new Work(ComputePath.ROW_PREFIX, 5L * 2 * 4 * G.positions()));
        assertThat(found).containsOnly(0x7f7fL * DISK.count());
    }

    @Test
    void dataThatIsLoadedMeanwhileHasTheRoom() {
        var frame = frame(indexer(tasks::add, 0), 0);
        frame.ask(DISK);
        List<Ledger.Held> cache = new ArrayList<>();
        cache.add(ledger.note(new Ledger.Claim("c", "cache", DType.U8, "heap", Ledger.HOST, BYTES, () -> {
            // Room is being made for the data: the index may not slip in.
            tasks.removeFirst().run();
            cache.getFirst().release();
        })));
        long bytes = (1 << 20) - BYTES / 2;
        ledger.take(
                List.of(new Ledger.Claim("big", "frame 0", DType.U8, "Java", Ledger.HOST, bytes, null)),
                "big",
                room -> "");
        assertThat(tasks).isEmpty();
        assertThat(sums(frame)).isFalse();
        assertThat(ledger.report().total()).isEqualTo(bytes);
    }

    private static Plan ring(double col, double outer) {
        return Frames.ring(G, 4, col, 0, outer, new boolean[0]);
    }

    private List<String> caches() {
        return ledger.report().lines().stream().map(line -> line.what()).toList();
    }

    @Test
    void theThirdRadiusAboutACentreBringsTheCube() {
        var frame = frame(indexer(Runnable::run, 0), 3);
        frame.ask(ring(4, 2));
        frame.ask(ring(4, 3));
        frame.ask(ring(4, 3));
        assertThat(caches()).containsExactly("index 3");
        frame.ask(ring(5, 3));
        frame.ask(ring(4, 3));
        frame.ask(ring(4, 2));
        assertThat(caches()).containsExactly("index 3");
        frame.ask(ring(4, 3));
        assertThat(caches()).containsExactly("index 3", "rings 3");
        assertThat(path(frame, ring(4, 100))).isEqualTo(ComputePath.RADIAL_PREFIX);
        assertThat(path(frame, ring(4.5, 100))).isEqualTo(ComputePath.ROW_PREFIX);
        assertThat(path(frame, ring(4, 0.1))).isEqualTo(ComputePath.ROW_PREFIX);
        long bytes = ledger.report().total();
        assertThat(frame.close()).isEqualTo(bytes);
        assertThat(ledger.report().total()).isZero();
    }

    @Test
    void aNewCentreReplacesTheCubeOfTheOldOne() {
        var frame = frame(indexer(Runnable::run, 0), 0);
        for (double col = 3; col < 6; col++) {
            for (double r = 2; r < 5; r++) {
                frame.ask(ring(col, r));
            }
            assertThat(caches()).containsExactly("index 0", "rings 0");
            assertThat(path(frame, ring(col, 100))).isEqualTo(ComputePath.RADIAL_PREFIX);
            assertThat(path(frame, ring(col - 1, 100))).isEqualTo(ComputePath.ROW_PREFIX);
        }
        long bytes = ledger.report().total();
        assertThat(ledger.flush(null)).isEqualTo(bytes);
        assertThat(path(frame, ring(5, 100))).isEqualTo(ComputePath.DENSE);
        frame.ask(ring(5, 3));
        assertThat(path(frame, ring(5, 100))).isEqualTo(ComputePath.RADIAL_PREFIX);
        frame.close();
        frame.ask(ring(5, 2));
        frame.ask(ring(2, 2));
        assertThat(ledger.report().total()).isZero();
    }

    /// The cube about the old centre waits for the indexes' thread; a free does not wait for that.
    @Test
    void closingTakesTheCubeThatIsOnItsWayOut() {
        var frame = frame(indexer(tasks::add, 0), 0);
        for (double r = 2; r < 5; r++) {
            frame.ask(ring(4, r));
        }
        while (!tasks.isEmpty()) {
            tasks.removeFirst().run();
        }
        for (double r = 2; r < 5; r++) {
            frame.ask(ring(5, r));
        }
        assertThat(caches()).containsExactlyInAnyOrder("index 0", "rings 0");
        long bytes = ledger.report().total();
        assertThat(frame.close()).isEqualTo(bytes);
        while (!tasks.isEmpty()) {
            tasks.removeFirst().run();
        }
        assertThat(ledger.report().total()).isZero();
    }
}
