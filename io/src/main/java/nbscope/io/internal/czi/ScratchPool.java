package nbscope.io.internal.czi;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Threads and their scratch memory, kept between the reads of one file.
final class ScratchPool implements AutoCloseable {
    /// One piece of work.
    @FunctionalInterface
    interface Work {
        void run(int part, Scratch scratch);
    }

    private final boolean nativeLibraries;
    private final Deque<Scratch> idle = new ConcurrentLinkedDeque<>();
    private @Nullable ExecutorService threads;

    ScratchPool(boolean nativeLibraries) {
        this.nativeLibraries = nativeLibraries;
    }

    Scratch borrow() {
        Scratch scratch = idle.pollFirst();
        return scratch == null ? new Scratch(nativeLibraries) : scratch;
    }

    void giveBack(Scratch scratch) {
        idle.addFirst(scratch);
    }

    /// Does all parts, on the caller's thread and up to `most - 1` others. The first exception ends it
    /// and is thrown again; an interrupt of the caller ends it after the parts that are under way.
    void run(int parts, int most, Work work) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread caller = Thread.currentThread();
        Runnable loop = () -> {
            Scratch mine = borrow();
            try {
                for (int i = next.getAndIncrement(); i < parts && failure.get() == null; i = next.getAndIncrement()) {
                    if (caller.isInterrupted()) {
                        throw new CancellationException("the read was interrupted");
                    }
                    work.run(i, mine);
                }
                giveBack(mine);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        };
        List<FutureTask<?>> helpers = new ArrayList<>();
        for (int i = 1; i < Math.min(most, parts); i++) {
            FutureTask<?> helper = new FutureTask<>(loop, null);
            helpers.add(helper);
            pool().execute(helper);
        }
        loop.run();
        helpers.forEach(ScratchPool::await);
        rethrow(failure.get());
    }

    /// Waits even when the caller is interrupted: the memory that a helper writes to must not be let go
    /// before.
    private static void await(Future<?> helper) {
        boolean interrupted = false;
        while (!helper.isDone()) {
            try {
                helper.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                // What it threw lies in `failure`.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    private synchronized ExecutorService pool() {
        ExecutorService now = threads;
        if (now == null) {
            now = Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("nbscope-czi-", 0).factory());
            threads = now;
        }
        return now;
    }

    @Override
    public synchronized void close() {
        if (threads != null) {
            threads.shutdown();
        }
        idle.clear();
    }
}
