package nbscope.compute.internal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Splits a range of whole numbers over the machine's cores. The caller works too, so a call returns even when every
/// helper is busy elsewhere. Threads are daemons and carry the name `nbscope-compute`.
public final class Workers {
    /// Below this many bytes the wake-up of a second thread costs more than it saves.
    private static final long ALONE_BELOW = 2L << 20;

    /// A body's share: long enough to amortise the claim, short enough that no core waits for another.
    private static final long BYTES_PER_CLAIM = 512L << 10;

    private final int helpers;
    private final ExecutorService pool;

    /// What is done for the range `[from, to)`. Called from several threads at once.
    public interface Body {
        void run(int from, int to);
    }

    public Workers(int threads) {
        this.helpers = Math.max(0, threads - 1);
        this.pool = Executors.newFixedThreadPool(
                Math.max(1, helpers),
                Thread.ofPlatform().daemon().name("nbscope-compute-", 0).factory());
    }

    /// Threads that work, the caller's among them.
    public int threads() {
        return helpers + 1;
    }

    /// Runs the body over `[0, n)`, of which each item touches `bytesPerItem` bytes, and returns when all is done. The
    /// first exception of a body is thrown here, after the others have ended.
    public void run(int n, long bytesPerItem, Body body) {
        if (helpers == 0 || n * bytesPerItem < ALONE_BELOW) {
            body.run(0, n);
            return;
        }
        int grain = (int) Math.max(1, BYTES_PER_CLAIM / Math.max(1, bytesPerItem));
        // Kernels take four patterns together.
        int even = n > 64 * grain && bytesPerItem <= BYTES_PER_CLAIM ? (grain + 3) / 4 * 4 : grain;
        var job = new Job(n, even, body);
        for (int i = 0; i < Math.min(helpers, job.claims() - 1); i++) {
            pool.execute(job);
        }
        job.run();
        job.await();
    }

    private static final class Job implements Runnable {
        private final int n;
        private final int grain;
        private final Body body;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Job(int n, int grain, Body body) {
            this.n = n;
            this.grain = grain;
            this.body = body;
        }

        int claims() {
            return (n + grain - 1) / grain;
        }

        @Override
        public void run() {
            for (int claim; (claim = next.getAndIncrement()) < claims(); ) {
                try {
                    int from = claim * grain;
                    body.run(from, (int) Math.min(n, (long) from + grain));
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                } finally {
                    finish();
                }
            }
        }

        private void finish() {
            if (done.incrementAndGet() == claims()) {
                synchronized (this) {
                    notifyAll();
                }
            }
        }

        /// Not interruptible: a body may not outlive the call, since the caller may free the memory it reads.
        void await() {
            // The last range is nearly always done within microseconds, far less than a park costs.
            for (int spin = 0; spin < 2000 && done.get() < claims(); spin++) {
                Thread.onSpinWait();
            }
            boolean interrupted = false;
            synchronized (this) {
                while (done.get() < claims()) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Throwable e = failure.get();
            if (e instanceof RuntimeException r) {
                throw r;
            }
            if (e instanceof Error r) {
                throw r;
            }
        }
    }
}
