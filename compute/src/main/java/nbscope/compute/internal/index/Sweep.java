package nbscope.compute.internal.index;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Goes over the scan in groups of positions, on the calling thread and daemon threads beside it. These are
/// no threads of [nbscope.compute.internal.Workers]: a build would keep them from the images.
final class Sweep {
    /// What one thread does with a group; holds that thread's scratch memory.
    interface Part {
        Outcome group(int number);
    }

    private final int groups;
    private final Supplier<? extends Part> parts;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.DONE);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Sweep(int groups, Supplier<? extends Part> parts) {
        this.groups = groups;
        this.parts = parts;
    }

    /// Returns when no thread is at work any more.
    ///
    /// @param parts called once by each thread
    /// @return DONE, or what the first group that was not done said
    static Outcome run(int groups, int threads, Supplier<? extends Part> parts) {
        var sweep = new Sweep(groups, parts);
        Thread[] helpers = new Thread[Math.max(0, Math.min(threads, groups) - 1)];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = Thread.ofPlatform().daemon().name("nbscope-index-" + i).start(sweep::work);
        }
        sweep.work();
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    // The memory that the helper writes to must stay until it has ended.
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable e = sweep.failure.get();
        if (e instanceof Error error) {
            throw error;
        }
        if (e instanceof RuntimeException exception) {
            throw exception;
        }
        return sweep.outcome.get();
    }

    private void work() {
        try {
            Part part = parts.get();
            for (int group; outcome.get() == Outcome.DONE && (group = next.getAndIncrement()) < groups; ) {
                Outcome one = part.group(group);
                if (one != Outcome.DONE) {
                    outcome.compareAndSet(Outcome.DONE, one);
                }
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            outcome.set(Outcome.STOPPED);
        }
    }
}
