package nbscope.io.internal.czi;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nbscope.io.internal.array.ParallelRead;
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
    /// and is thrown again; an interrupt of the caller ends it after the parts that are under way. Threads
    /// of its own, because there may be more of them than processors: on a network disk most of them wait.
    void run(int parts, int most, Work work) {
        ParallelRead.run(parts, most, this::start, this::borrow, this::giveBack, work::run);
    }

    private Runnable start(Runnable work) {
        Future<?> helper = pool().submit(work);
        return () -> await(helper);
    }

    private static void await(Future<?> helper) {
        boolean interrupted = false;
        while (!helper.isDone()) {
            try {
                helper.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                // What it threw is thrown again by the loop.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
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
