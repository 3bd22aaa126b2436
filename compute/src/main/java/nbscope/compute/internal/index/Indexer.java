package nbscope.compute.internal.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import nbscope.compute.JavaDevice;
import nbscope.compute.internal.memory.Ledger;
import org.jspecify.annotations.Nullable;

/// Builds the indexes of an owner's frames, one at a time, the newest wish first, and keeps as many as the
/// budget allows. One daemon thread sees to it and has helpers while a build runs; all step aside while
/// somebody waits for a sum. Safe from any thread.
public final class Indexer {
    /// The part of the budget that indexes leave alone: a convenience must never bring a process near its limit.
    private static final double LEFT_FREE = 0.25;

    /// Younger ones are not dropped for another frame's sake: playing a film with room for half of it would else build
    /// all day.
    public static final long KEPT_NANOS = 2_000_000_000L;

    private static final long NAP_NANOS = 50_000;

    private final Ledger ledger;
    private final Executor thread;
    private final long keptNanos;
    private final int threads;
    private final IndexKernels kernels;
    private final AtomicInteger waitedFor = new AtomicInteger();
    private final Deque<Slot<?>> wishes = new ArrayDeque<>();
    private final List<Slot<?>> ready = new ArrayList<>();

    public Indexer(Ledger ledger) {
        this(ledger, oneThread(), KEPT_NANOS, Runtime.getRuntime().availableProcessors(), IndexKernels.best());
    }

    /// For tests: one thread builds, with the vector kernels from the start where there is a Vector API.
    ///
    /// @param thread    where indexes are built
    /// @param keptNanos indexes that were used since then are not dropped for another frame's sake
    public Indexer(Ledger ledger, Executor thread, long keptNanos) {
        this(
                ledger,
                thread,
                keptNanos,
                1,
                JavaDevice.vectorModulePresent() ? IndexKernels.vector() : IndexKernels.scalar());
    }

    private Indexer(Ledger ledger, Executor thread, long keptNanos, int threads, IndexKernels kernels) {
        this.ledger = ledger;
        this.thread = thread;
        this.keptNanos = keptNanos;
        this.threads = threads;
        this.kernels = kernels;
    }

    IndexKernels kernels() {
        return kernels;
    }

    /// How many threads may work on one build.
    int threads() {
        return threads;
    }

    /// Does something on the thread of the indexes, after what it has to do by now. Returns at once.
    void later(Runnable task) {
        thread.execute(task);
    }

    private static Executor oneThread() {
        var pool = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("nbscope-index").factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /// Returns at once.
    void build(Slot<?> slot) {
        kernels.warmUp();
        synchronized (this) {
            wishes.addFirst(slot);
        }
        thread.execute(() -> {
            Slot<?> next;
            synchronized (this) {
                next = wishes.pollFirst();
            }
            if (next != null) {
                next.build();
            }
        });
    }

    /// Brackets a computation that somebody waits for.
    public void begin() {
        waitedFor.incrementAndGet();
    }

    public void end() {
        waitedFor.decrementAndGet();
    }

    /// Lets waited-for computations go first, but no longer than `longest`: an endless loop of them must not keep the
    /// index away that would shorten them.
    void stepAside(long longest) {
        long start = System.nanoTime();
        while (waitedFor.get() > 0 && System.nanoTime() - start < longest) {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }

    /// Takes room for an index, dropping those that were not used for the longest time.
    ///
    /// @return null when the budget has no room
    Ledger.@Nullable Held room(Ledger.Claim claim) {
        long leave = (long) (LEFT_FREE * ledger.budget(claim.pool()));
        while (true) {
            Ledger.Held held = ledger.takeIfFree(claim, leave);
            if (held != null) {
                return held;
            }
            Slot<?> oldest = oldest();
            if (oldest == null || System.nanoTime() - oldest.lastUsed() < keptNanos) {
                return null;
            }
            oldest.drop();
        }
    }

    synchronized void add(Slot<?> slot) {
        ready.add(slot);
    }

    synchronized void remove(Slot<?> slot) {
        ready.remove(slot);
    }

    private synchronized @Nullable Slot<?> oldest() {
        long now = System.nanoTime();
        return ready.stream()
                .max(Comparator.comparingLong(i -> now - i.lastUsed()))
                .orElse(null);
    }
}
