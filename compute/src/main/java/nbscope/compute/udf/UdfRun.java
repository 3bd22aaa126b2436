package nbscope.compute.udf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import nbscope.compute.internal.udf.Pass;
import nbscope.compute.internal.udf.Subscribers;
import nbscope.compute.internal.udf.TileSource;
import nbscope.io.JobExecutor;
import nbscope.io.JobExecutor.Job;
import org.jspecify.annotations.Nullable;

/// A run under way: its partial results, its progress, how it is cancelled, how its parameters are changed.
/// Safe from any thread. The run goes on whether or not anybody looks.
///
/// @param <R> the result
public final class UdfRun<R> {
    /// Partial results per run, at least, where it has as many tasks; and a pause between two that is
    /// never passed.
    private static final int UPDATES = 24;

    private static final long LONGEST_PAUSE_NANOS = 50_000_000;

    /// The result from what was run and its buffers.
    interface Finish<R> {
        R of(List<Udf<?>> ran, List<ResultBuffers> buffers);
    }

    private final TileSource source;
    private final Pass.Settings settings;
    private final JobExecutor executor;
    private final Finish<R> finish;
    private final Subscribers<PartialResult<R>> subscribers = new Subscribers<>();

    // Guarded by this.
    private List<Udf<?>> udfs;
    private boolean changed;
    private boolean cancelled;
    private boolean ended;
    private @Nullable R result;
    private @Nullable Throwable failure;
    private @Nullable Pass pass;
    private @Nullable Job job;

    // Written by the taker of the results only, which runs alone.
    private int published;
    private long publishedAt;

    UdfRun(TileSource source, List<Udf<?>> udfs, Pass.Settings settings, JobExecutor executor, Finish<R> finish) {
        this.source = source;
        this.udfs = udfs;
        this.settings = settings;
        this.executor = executor;
        this.finish = finish;
    }

    /// What runs, by the names of the UDFs.
    public synchronized String name() {
        return udfs.stream().map(Udf::name).collect(Collectors.joining(", "));
    }

    /// Partial results while the run is under way, the last one when it ends; then completion, or the
    /// failure. Who subscribes late gets the last one. A slow subscriber misses some in between, never the
    /// last; it does not slow the run.
    public Flow.Publisher<PartialResult<R>> partialResults() {
        return subscribers;
    }

    /// Finished part of the positions, 0 to 1. After a change of parameters it begins anew.
    public synchronized double progress() {
        return ended ? 1 : pass == null ? 0 : pass.progress();
    }

    public synchronized boolean isDone() {
        return ended || failure != null;
    }

    /// What is known now, for who asks in a rhythm of their own: of an unfinished run a copy of its buffers, of one
    /// that ended its result, of one that failed or was cancelled how far it came. Empty before the first tile.
    public Optional<PartialResult<R>> partial() {
        Pass p;
        R made;
        synchronized (this) {
            p = pass;
            made = result;
        }
        if (p == null) {
            return Optional.empty();
        }
        return Optional.of(made == null ? partial(p) : complete(p, made));
    }

    private PartialResult<R> partial(Pass p) {
        double progress = p.progress();
        var buffers = p.snapshot();
        return new PartialResult<>(
                progress, false, () -> finish.of(p.udfs(), buffers), () -> pictures(p.udfs(), buffers));
    }

    private PartialResult<R> complete(Pass p, R made) {
        return new PartialResult<>(1, true, () -> made, () -> pictures(p.udfs(), p.merged()));
    }

    private static List<Picture> pictures(List<Udf<?>> ran, List<ResultBuffers> buffers) {
        List<Picture> all = new ArrayList<>();
        for (int u = 0; u < ran.size(); u++) {
            all.addAll(ran.get(u).pictures(buffers.get(u)));
        }
        return all;
    }

    /// Bytes of data that the tiles of the whole run cover.
    public long bytesTotal() {
        var roi = settings.roi();
        var g = source.geometry();
        return (long) (roi == null ? g.positions() : roi.size()) * g.patternBytes();
    }

    /// Bytes of the stack that the run's tiles covered since its start or its last change of parameters.
    public synchronized long bytesRead() {
        return pass == null ? 0 : pass.bytesRead();
    }

    /// Ends the run at its next tile; [#await] then throws CancellationException. No effect on a finished
    /// run.
    public synchronized void cancel() {
        cancelled = true;
        stop();
    }

    /// Goes on with new parameters: the UDF takes the place of the one of its name and class. What was
    /// calculated with the old ones is dropped, so the result is that of the new ones alone.
    ///
    /// @return false when the run had already ended
    /// @throws IllegalArgumentException when none or several have this name
    public boolean update(Udf<?> udf) {
        List<Udf<?>> now;
        synchronized (this) {
            now = udfs;
        }
        int found = -1;
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i).name().equals(udf.name())) {
                if (found >= 0) {
                    throw new IllegalArgumentException("several UDFs of this run have the name \"" + udf.name()
                            + "\"; say which one by its number: update(0, udf)");
                }
                found = i;
            }
        }
        if (found < 0) {
            throw new IllegalArgumentException("this run has no UDF \"" + udf.name() + "\", only "
                    + now.stream().map(Udf::name).toList());
        }
        return update(found, udf);
    }

    /// As [#update(Udf)], for the UDF at this place of the list.
    public synchronized boolean update(int index, Udf<?> udf) {
        if (udf.getClass() != udfs.get(index).getClass()) {
            throw new IllegalArgumentException("a run goes on with other parameters, not with another UDF: found "
                    + udf.getClass().getSimpleName() + " in place of "
                    + udfs.get(index).getClass().getSimpleName());
        }
        if (ended || failure != null) {
            return false;
        }
        List<Udf<?>> next = new ArrayList<>(udfs);
        next.set(index, udf);
        udfs = List.copyOf(next);
        changed = true;
        stop();
        return true;
    }

    private void stop() {
        if (pass != null) {
            pass.stop();
        }
        if (job != null) {
            job.cancel();
        }
    }

    /// Waits for the end.
    ///
    /// @throws CancellationException when the run was cancelled, or the waiting thread is interrupted
    ///     (the run goes on)
    /// @throws nbscope.compute.FreedStackException when the stack was freed meanwhile
    public synchronized R await() {
        while (!isDone()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while waiting for a run of " + udfs.size() + " UDFs");
            }
        }
        R made = result;
        if (made == null || failure != null) {
            throw thrown(failure);
        }
        return made;
    }

    /// Waits for the end, but not longer than this.
    ///
    /// @return whether the run has ended, well or not
    public synchronized boolean await(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left; !isDone() && (left = end - System.nanoTime()) > 0; ) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return isDone();
    }

    private static RuntimeException thrown(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> new IllegalStateException("the UDF gave null as its result");
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(failure);
        };
    }

    /// Runs to the end, on the calling thread as far as waiting goes.
    void drive() {
        try {
            while (!onePass()) {
                published = 0;
            }
        } catch (Throwable e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
            subscribers.fail(e);
        }
    }

    /// @return false when the parameters changed meanwhile
    private boolean onePass() {
        List<Udf<?>> now;
        synchronized (this) {
            if (cancelled) {
                throw new CancellationException("the run was cancelled");
            }
            now = udfs;
            changed = false;
        }
        try (var p = Pass.on(executor, source, now, settings);
                var shared = executor.scatter(p)) {
            // Before its first tile, so that a cancel from there on finds it.
            synchronized (this) {
                pass = p;
            }
            var j = executor.run(p.tasks(), shared, part -> take(p, part));
            synchronized (this) {
                job = j;
                if (cancelled || changed) {
                    stop();
                }
            }
            try {
                finish(j);
            } catch (CancellationException e) {
                synchronized (this) {
                    if (cancelled || !changed) {
                        throw e;
                    }
                }
            }
            return complete(p, now);
        }
    }

    /// Waits until no task runs any more, whatever happens: the scratch memory is given back after it.
    private void finish(Job j) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    j.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                    cancel();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean complete(Pass p, List<Udf<?>> ran) {
        synchronized (this) {
            if (cancelled) {
                throw new CancellationException("the run was cancelled");
            }
            if (changed) {
                return false;
            }
        }
        R made = finish.of(ran, p.merged());
        synchronized (this) {
            if (changed) {
                return false;
            }
            ended = true;
            result = made;
            notifyAll();
        }
        subscribers.complete(complete(p, made));
        return true;
    }

    private void take(Pass p, Pass.Part part) {
        if (!p.merge(part) || subscribers.isEmpty()) {
            return;
        }
        int due = (int) Math.ceil(p.progress() * UPDATES);
        long nanos = System.nanoTime();
        if (due > published || nanos - publishedAt > LONGEST_PAUSE_NANOS) {
            published = due;
            publishedAt = nanos;
            subscribers.publish(partial(p));
        }
    }
}
