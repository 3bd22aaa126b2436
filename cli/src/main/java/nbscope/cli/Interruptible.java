package nbscope.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Work that Ctrl-C ends in order: the signal interrupts the thread, and Java waits a moment while it cleans up, so
/// that no half-written file stays.
final class Interruptible implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    Interruptible() {
        Thread worker = Thread.currentThread();
        hook = Thread.ofPlatform().unstarted(() -> {
            worker.interrupt();
            try {
                boolean ended = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (!ended) {
                    System.err.println("nbscope: the work did not end in time; a temporary file may be left");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Java is going down: the hook is what ended the work.
            Thread.currentThread().interrupt();
        }
    }
}
