package nbscope.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Work that Ctrl-C ends in order: the signal interrupts the thread, and Java waits a moment while it cleans up, so that
/// no half-written file stays.
final class Interruptible {
    private static final long PATIENCE_SECONDS = 10;

    private Interruptible() {}

    static void run(Runnable work) {
        Thread worker = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = Thread.ofPlatform().unstarted(() -> end(worker, done));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            work.run();
        } finally {
            done.countDown();
            forget(hook);
        }
    }

    private static void end(Thread worker, CountDownLatch done) {
        worker.interrupt();
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("nbscope: the work did not end in time; a temporary file may be left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Java is going down: the hook is what ended the work.
            Thread.currentThread().interrupt();
        }
    }
}
