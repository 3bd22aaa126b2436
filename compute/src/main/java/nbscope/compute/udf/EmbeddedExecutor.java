package nbscope.compute.udf;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import nbscope.io.JobExecutor;
import org.jspecify.annotations.Nullable;

/// Runs tasks on platform threads of this process, as many as there are cores. Jobs that run at the same
/// time take turns task by task. Daemon threads by the name `nbscope-udf`.
public final class EmbeddedExecutor implements JobExecutor {
    private static final EmbeddedExecutor PROCESS =
            new EmbeddedExecutor(Runtime.getRuntime().availableProcessors());

    private final int workers;
    private final ExecutorService pool;
    private final java.util.Set<Running<?, ?>> jobs = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<Boolean> mine = ThreadLocal.withInitial(() -> false);

    public EmbeddedExecutor(int workers) {
        this.workers = workers;
        this.pool = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().daemon().name("nbscope-udf-", 0).factory());
    }

    /// The one that everything in this process shares; closing it is refused.
    public static EmbeddedExecutor ofProcess() {
        return PROCESS;
    }

    @Override
    public int workers() {
        return workers;
    }

    /// Nothing travels inside a process.
    @Override
    public <P> Scattered<P> scatter(P value) {
        return () -> value;
    }

    @Override
    public <P, T> Job run(List<? extends Task<P, T>> tasks, Scattered<P> shared, Consumer<? super T> results) {
        var running = new Running<P, T>(tasks, shared.value(), results);
        jobs.add(running);
        running.start();
        return running;
    }

    @Override
    public void close() {
        if (this == PROCESS) {
            throw new IllegalStateException(
                    "the process shares this executor; close only one that was made with new EmbeddedExecutor(n)");
        }
        jobs.forEach(Running::cancel);
        pool.shutdown();
    }

    private final class Running<P, T> implements Job {
        private final List<? extends Task<P, T>> tasks;
        private final P shared;
        private final Consumer<? super T> results;
        private final ReentrantLock taking = new ReentrantLock();

        /// Made but not yet taken; a worker that finds the taker busy leaves its result here and goes on.
        private final ArrayDeque<T> waiting = new ArrayDeque<>();

        private int next;
        private int inFlight;
        private int finished;
        private @Nullable Throwable failure;
        private boolean cancelled;

        Running(List<? extends Task<P, T>> tasks, P shared, Consumer<? super T> results) {
            this.tasks = tasks;
            this.shared = shared;
            this.results = results;
        }

        void start() {
            for (int i = 0; i < Math.min(workers, tasks.size()); i++) {
                pool.execute(this::step);
            }
            if (tasks.isEmpty()) {
                jobs.remove(this);
            }
        }

        /// One task, then back into the pool's queue, behind the tasks of other jobs.
        private void step() {
            mine.set(true);
            if (one()) {
                pool.execute(this::step);
            }
        }

        /// @return whether there may be another
        private boolean one() {
            int i;
            synchronized (this) {
                if (isOver()) {
                    return false;
                }
                i = next++;
                inFlight++;
            }
            @Nullable Throwable thrown = null;
            try {
                take(tasks.get(i).run(shared));
            } catch (Throwable e) {
                thrown = e;
            }
            synchronized (this) {
                inFlight--;
                if (thrown == null) {
                    finished++;
                } else {
                    failure = failure == null ? thrown : failure;
                    cancelled = true;
                }
                if (isOver() && inFlight == 0) {
                    jobs.remove(this);
                    notifyAll();
                }
                return !isOver();
            }
        }

        private boolean isOver() {
            return cancelled || next == tasks.size();
        }

        private void take(T made) {
            synchronized (waiting) {
                waiting.add(made);
            }
            // Whoever holds the lock looks once more after giving it back, so nothing is left behind.
            while (taking.tryLock()) {
                try {
                    for (T t; (t = poll()) != null; ) {
                        results.accept(t);
                    }
                } finally {
                    taking.unlock();
                }
                synchronized (waiting) {
                    if (waiting.isEmpty()) {
                        return;
                    }
                }
            }
        }

        private @Nullable T poll() {
            synchronized (waiting) {
                return waiting.poll();
            }
        }

        @Override
        public void await() throws InterruptedException {
            // A task that waits for tasks works on them itself, or all threads might wait.
            while (mine.get() && one()) {}
            synchronized (this) {
                while (!isOver() || inFlight > 0) {
                    wait();
                }
                if (failure != null) {
                    switch (failure) {
                        case RuntimeException e -> throw e;
                        case Error e -> throw e;
                        default -> throw new IllegalStateException(failure);
                    }
                }
                if (finished < tasks.size()) {
                    throw new CancellationException("the job was cancelled");
                }
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            if (inFlight == 0) {
                jobs.remove(this);
                notifyAll();
            }
        }

        @Override
        public synchronized boolean isCancelled() {
            return cancelled;
        }
    }
}
