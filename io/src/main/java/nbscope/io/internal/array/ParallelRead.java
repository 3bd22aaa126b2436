package nbscope.io.internal.array;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs the parts of a big read on the caller's thread and others. An interrupt of the caller ends the read after the
/// parts that are under way.
public final class ParallelRead {
    private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

    private ParallelRead() {}

    /// How many threads may write to `destination`: one, when it belongs to its thread.
    public static int threads(MemorySegment destination) {
        return destination.isAccessibleBy(ANOTHER) ? threads() : 1;
    }

    /// How many threads there are.
    public static int threads() {
        return Math.min(Runtime.getRuntime().availableProcessors(), ForkJoinPool.getCommonPoolParallelism() + 1);
    }

    /// Other threads than the caller's.
    public interface Helpers {
        /// Starts a piece of work.
        ///
        /// @return waits until it has ended, also when the caller is interrupted: the memory that it writes to
        ///     must not be let go before
        Runnable start(Runnable work);
    }

    /// As below, on the JVM's common pool.
    public static <S> void run(
            int parts, int threads, Supplier<S> borrow, Consumer<S> giveBack, BiConsumer<Integer, S> part) {
        run(parts, threads, work -> ForkJoinPool.commonPool().submit(work)::quietlyJoin, borrow, giveBack, part);
    }

    /// Does `part(i, scratch)` for all i under `parts`; the first exception ends it and is thrown again.
    ///
    /// @param threads at most, the caller's among them
    public static <S> void run(
            int parts,
            int threads,
            Helpers helpers,
            Supplier<S> borrow,
            Consumer<S> giveBack,
            BiConsumer<Integer, S> part) {
        if (parts == 0) {
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread caller = Thread.currentThread();
        Runnable work = () -> {
            S scratch = borrow.get();
            try {
                for (int i = next.getAndIncrement(); i < parts && failure.get() == null; i = next.getAndIncrement()) {
                    if (caller.isInterrupted()) {
                        throw new CancellationException("the read was interrupted");
                    }
                    part.accept(i, scratch);
                }
                giveBack.accept(scratch);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        };
        Runnable[] ends = new Runnable[Math.min(threads, parts) - 1];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = helpers.start(work);
        }
        work.run();
        for (Runnable end : ends) {
            end.run();
        }
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
