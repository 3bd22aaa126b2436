package nbscope.kernel.own.internal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs the handlers of comm messages one at a time, in the order in which the messages came, on a thread of their own:
/// cells never wait for a widget, and widgets never for a cell.
///
/// A gesture that finds nothing to wait for is answered on the thread that brought it: on a busy machine the hand-over
/// to another thread costs a drag about a millisecond.
final class CommLane {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> Threads.daemon(task, "nbscope-comm"));
    private final Object turn = new Object();

    /// Handlers that came and have not ended.
    private final AtomicInteger pending = new AtomicInteger();

    /// Returns at once; the handler runs when all before it have ended.
    void submit(Runnable handler) {
        if (thread.isShutdown()) {
            return;
        }
        pending.incrementAndGet();
        thread.execute(() -> run(handler));
    }

    /// Runs the handler before it returns when the lane is free, else as [#submit].
    void here(Runnable handler) {
        if (!thread.isShutdown() && pending.compareAndSet(0, 1)) {
            run(handler);
        } else {
            submit(handler);
        }
    }

    private void run(Runnable handler) {
        try {
            synchronized (turn) {
                handler.run();
            }
        } finally {
            pending.decrementAndGet();
        }
    }

    /// Lets the handlers that have come end, for a short while. Idempotent.
    void close() {
        if (thread.isShutdown()) {
            return;
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(200, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
