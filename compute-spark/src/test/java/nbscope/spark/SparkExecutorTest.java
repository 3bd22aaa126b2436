package nbscope.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import nbscope.io.JobExecutor;
import nbscope.io.MalformedDataException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What [JobExecutor] promises, on two threads of this process.
@Timeout(60)
class SparkExecutorTest {
    private static SparkExecutor spark;

    /// Seen by the workers, which are threads of this process here.
    private static final AtomicInteger STARTED = new AtomicInteger();

    private static final AtomicInteger CLOSED = new AtomicInteger();

    @BeforeAll
    static void start() {
        spark = SparkExecutor.local(2);
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    private record Times(int number) implements JobExecutor.Task<Integer, Integer> {
        @Override
        public Integer run(Integer shared) {
            return shared * number;
        }

        @Override
        public void close() {
            CLOSED.incrementAndGet();
        }
    }

    private static List<Times> times(int n) {
        return IntStream.range(0, n).mapToObj(Times::new).toList();
    }

    /// Waits until it is interrupted.
    private record Endless() implements JobExecutor.Task<Integer, Integer> {
        @Override
        public Integer run(Integer shared) {
            STARTED.incrementAndGet();
            try {
                Thread.sleep(60_000);
                return 0;
            } catch (InterruptedException e) {
                throw new CancellationException("interrupted");
            } finally {
                STARTED.decrementAndGet();
            }
        }
    }

    @Test
    void everyResultIsTakenOnceAndNeverTwoAtATime() throws InterruptedException {
        var inside = new AtomicInteger();
        List<Integer> taken = new ArrayList<>();
        CLOSED.set(0);
        try (var ten = spark.scatter(10)) {
            spark.run(times(100), ten, made -> {
                        assertThat(inside.incrementAndGet()).isEqualTo(1);
                        taken.add(made);
                        inside.decrementAndGet();
                    })
                    .await();
        }
        assertThat(taken)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).map(i -> 10 * i).boxed().toList());
        assertThat(CLOSED).hasValue(100);
    }

    @Test
    void aScatteredValueServesSeveralJobs() throws InterruptedException {
        var sum = new AtomicInteger();
        try (var ten = spark.scatter(10)) {
            JobExecutor.Job first = spark.run(times(4), ten, (Integer made) -> sum.addAndGet(made));
            JobExecutor.Job second = spark.run(times(4), ten, (Integer made) -> sum.addAndGet(made));
            first.await();
            second.await();
        }
        assertThat(sum).hasValue(2 * 60);
    }

    @Test
    void mapKeepsTheOrder() throws InterruptedException {
        assertThat(spark.map(i -> "" + i, IntStream.range(0, 50).boxed().toList()))
                .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "" + i).toList());
        assertThat(spark.map(i -> i, List.of())).isEmpty();
    }

    @Test
    void aFailureOfATaskArrivesAsItWasThrown() {
        assertThatThrownBy(() -> spark.map(
                        i -> {
                            if (i == 3) {
                                throw new MalformedDataException("/data/a.mib", 17, "nothing", "something");
                            }
                            return i;
                        },
                        List.of(1, 2, 3, 4)))
                .isInstanceOf(MalformedDataException.class)
                .hasMessage("/data/a.mib, byte 17: found nothing, expected something")
                .satisfies(
                        e -> assertThat(((MalformedDataException) e).offset()).isEqualTo(17))
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("thrown on worker driver"));
    }

    private static final class Odd extends RuntimeException {
        private final Thread holder = Thread.currentThread();

        Odd() {
            super("odd indeed");
        }

        @Override
        public String getMessage() {
            return super.getMessage() + (holder.isAlive() ? "" : "!");
        }
    }

    @Test
    void aFailureThatCannotTravelArrivesAsItsText() {
        assertThatThrownBy(() -> JobExecutor.on(
                        spark,
                        i -> {
                            throw new Odd();
                        },
                        1))
                .isInstanceOf(SparkFailedException.class)
                .hasMessageContaining("odd indeed");
    }

    @Test
    void aResultThatCannotTravelIsNamed() {
        assertThatThrownBy(() -> JobExecutor.on(spark, i -> Thread.currentThread(), 1))
                .hasMessageContaining("Thread, which is not Serializable, so it cannot leave its worker");
    }

    @Test
    void aFailureOfTheTakerEndsTheJob() {
        try (var one = spark.scatter(1)) {
            JobExecutor.Job job = spark.run(times(20), one, made -> {
                throw new IllegalStateException("full");
            });
            assertThatThrownBy(job::await)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("full");
        }
    }

    @Test
    void whatCannotTravelIsNamedBeforeAnythingRuns() {
        record Holder(Thread thread) implements Serializable {}
        assertThatThrownBy(() -> spark.scatter(new Holder(Thread.currentThread())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it holds a java.lang.Thread, which is not Serializable");
    }

    private static void awaitStarted() throws InterruptedException {
        while (STARTED.get() == 0) {
            Thread.sleep(5);
        }
    }

    @Test
    void aCancelEndsWhatRuns() throws InterruptedException {
        try (var one = spark.scatter(1)) {
            JobExecutor.Job job = spark.run(List.of(new Endless(), new Endless(), new Endless()), one, made -> {});
            awaitStarted();
            job.cancel();
            assertThatThrownBy(job::await).isInstanceOf(CancellationException.class);
            assertThat(job.isCancelled()).isTrue();
            assertThat(STARTED).hasValue(0);
        }
        int two = JobExecutor.on(spark, (Integer i) -> i + 1, 1);
        assertThat(two).isEqualTo(2);
    }

    @Test
    void aCancelAfterTheEndChangesNothing() throws InterruptedException {
        try (var one = spark.scatter(1)) {
            JobExecutor.Job job = spark.run(times(2), one, made -> {});
            job.await();
            job.cancel();
            job.await();
            assertThat(job.isCancelled()).isFalse();
        }
    }

    @Test
    void anInterruptOfTheCallerEndsAMap() throws InterruptedException {
        var ended = new CountDownLatch(1);
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                spark.map(endless -> endless.run(1), List.of(new Endless(), new Endless()));
            } catch (InterruptedException e) {
                ended.countDown();
            }
        });
        awaitStarted();
        caller.interrupt();
        ended.await();
        while (STARTED.get() > 0) {
            Thread.sleep(5);
        }
    }

    @Test
    void theCallersContextStaysOpen() throws InterruptedException {
        var other = SparkExecutor.of(spark.context());
        var one = other.scatter(1);
        JobExecutor.Job job = other.run(List.of(new Endless()), one, made -> {});
        awaitStarted();
        other.close();
        assertThatThrownBy(job::await).isInstanceOf(CancellationException.class);
        assertThat(STARTED).hasValue(0);
        JavaSparkContext context = spark.context();
        assertThat(context.sc().isStopped()).isFalse();
    }

    @Test
    void aSecondContextIsRefusedWithASentence() {
        assertThatThrownBy(() -> SparkExecutor.local(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SparkExecutor.of(SparkContext.getOrCreate())");
    }

    @Test
    void aClosedExecutorSaysSo() {
        spark.close();
        try {
            assertThatThrownBy(() -> spark.scatter(1))
                    .isInstanceOf(SparkFailedException.class)
                    .hasMessageContaining("was stopped");
        } finally {
            spark = SparkExecutor.local(2);
        }
    }

    @Test
    void jobsAreCutIntoFewTasks() {
        assertThat(spark.workers()).isEqualTo(2);
        assertThat(spark.tasksFor(1L << 30)).isEqualTo(32);
        assertThat(spark.tasksFor(1L << 40)).isEqualTo(4096);
        assertThat(spark.tasksFor(4L << 20)).isEqualTo(4);
        assertThat(spark.tasksFor(10)).isEqualTo(2);
    }
}
