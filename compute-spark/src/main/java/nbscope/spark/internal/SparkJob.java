package nbscope.spark.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import nbscope.io.JobExecutor;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/// A job on Spark: a partition per task, results handed on as they arrive, by one thread of its own.
///
/// @param <T> what a task makes
public final class SparkJob<T> implements JobExecutor.Job {
    /// How long a job that was given up waits for its last tasks to notice.
    private static final long LONGEST_GOODBYE_MILLIS = 10_000;

    private final JavaSparkContext context;
    private final List<byte[]> tasks;
    private final WorkerTask work;
    private final ClassLoader classes;
    private final Consumer<? super T> results;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

    // Guarded by this.
    private @Nullable SimpleFutureAction<BoxedUnit> action;
    private @Nullable Throwable failure;
    private boolean cancelled;
    private boolean complete;
    private boolean ended;

    /// What the thread of the job waits for.
    private sealed interface Event {}

    /// The answer of a task.
    private record Arrived(byte[] answer) implements Event {}

    /// Nothing comes any more.
    private record Over(@Nullable Throwable failure) implements Event {}

    SparkJob(
            JavaSparkContext context,
            List<byte[]> tasks,
            WorkerTask work,
            ClassLoader classes,
            Consumer<? super T> results) {
        this.context = context;
        this.tasks = tasks;
        this.work = work;
        this.classes = classes;
        this.results = results;
    }

    /// @param afterwards runs when the job has ended
    public void start(Runnable afterwards) {
        // A platform thread: Spark's own settings of the caller's thread, such as its pool, are inherited by it.
        Thread.ofPlatform().daemon().name("nbscope-spark-job").start(() -> {
            try {
                drive();
            } catch (Throwable e) {
                fail(context.sc().isStopped() ? SparkFailures.of(e) : e);
            } finally {
                afterwards.run();
                end();
            }
        });
    }

    private void drive() throws InterruptedException {
        if (tasks.isEmpty()) {
            complete();
            return;
        }
        try (var running = new RunningTasks(context.sc())) {
            submit();
            Over over = takeAll();
            if (over.failure() == null) {
                complete();
            } else {
                failed(over.failure());
                running.awaitEnd(LONGEST_GOODBYE_MILLIS);
            }
        }
    }

    private Over takeAll() throws InterruptedException {
        while (true) {
            switch (events.take()) {
                case Arrived arrived -> take(arrived.answer());
                case Over over -> {
                    return over;
                }
            }
        }
    }

    private void submit() {
        SparkContext spark = context.sc();
        spark.setInterruptOnCancel(true);
        spark.setJobDescription("nbscope, " + tasks.size() + " tasks");
        RDD<byte[]> rdd = context.parallelize(tasks, tasks.size()).rdd();
        List<Object> numbers = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            numbers.add(i);
        }
        Seq<Object> all = CollectionConverters.asScala(numbers).toSeq();
        SimpleFutureAction<BoxedUnit> submitted =
                spark.submitJob(rdd, work, all, new Arrival(events), () -> BoxedUnit.UNIT);
        submitted.onComplete(new End(events), ExecutionContext.fromExecutor(Runnable::run));
        synchronized (this) {
            action = submitted;
            if (cancelled) {
                submitted.cancel();
            }
        }
    }

    /// On Spark's scheduler thread, which must not wait: the work is done elsewhere.
    private static final class Arrival extends AbstractFunction2<Object, byte[], BoxedUnit> {
        private final LinkedBlockingQueue<Event> events;

        Arrival(LinkedBlockingQueue<Event> events) {
            this.events = events;
        }

        @Override
        public BoxedUnit apply(Object number, byte[] answer) {
            events.add(new Arrived(answer));
            return BoxedUnit.UNIT;
        }
    }

    private static final class End extends AbstractFunction1<Try<BoxedUnit>, Object> {
        private final LinkedBlockingQueue<Event> events;

        End(LinkedBlockingQueue<Event> events) {
            this.events = events;
        }

        @Override
        public Object apply(Try<BoxedUnit> outcome) {
            events.add(new Over(outcome.isSuccess() ? null : outcome.failed().get()));
            return BoxedUnit.UNIT;
        }
    }

    private void take(byte[] bytes) {
        if (isGivenUp()) {
            return;
        }
        try {
            Answer answer = Unpacker.read(bytes, Answer.class.getClassLoader());
            switch (answer) {
                case Answer.Made made -> results.accept(Unpacker.<T>read(made.value(), classes));
                case Answer.Failed failed -> giveUp(failed.exception(classes));
            }
        } catch (Throwable e) {
            giveUp(e);
        }
    }

    private synchronized boolean isGivenUp() {
        return failure != null;
    }

    private synchronized void giveUp(Throwable why) {
        fail(why);
        if (action != null) {
            action.cancel();
        }
    }

    private synchronized void fail(Throwable why) {
        failure = failure == null ? why : failure;
    }

    private synchronized void failed(Throwable why) {
        if (failure == null && !cancelled) {
            failure = SparkFailures.of(why);
        }
    }

    private synchronized void complete() {
        complete = true;
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized void await() throws InterruptedException {
        while (!ended) {
            wait();
        }
        switch (failure) {
            case null -> {
                if (!complete) {
                    throw new CancellationException("the job was cancelled");
                }
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    /// Waits until the job has ended, well or not; an interrupt ends the waiting.
    public synchronized void awaitEnd() {
        try {
            while (!ended) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void cancel() {
        if (!ended) {
            cancelled = true;
            if (action != null) {
                action.cancel();
            }
        }
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }
}
