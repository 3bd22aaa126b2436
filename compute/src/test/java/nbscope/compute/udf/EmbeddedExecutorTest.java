package nbscope.compute.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import nbscope.io.JobExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedExecutorTest {
    private final EmbeddedExecutor executor = new EmbeddedExecutor(3);

    @AfterEach
    void close() {
        executor.close();
    }

    private static List<JobExecutor.Task<Integer, Integer>> tasks(int n) {
        List<JobExecutor.Task<Integer, Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int number = i;
            tasks.add(shared -> shared * number);
        }
        return tasks;
    }

    @Test
    void everyResultIsTakenOnceAndNeverTwoAtATime() throws InterruptedException {
        var inside = new AtomicInteger();
        List<Integer> taken = new ArrayList<>();
        executor.run(tasks(1000), executor.scatter(10), made -> {
                    assertThat(inside.incrementAndGet()).isEqualTo(1);
                    taken.add(made);
                    inside.decrementAndGet();
                })
                .await();
        assertThat(taken)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 1000).map(i -> 10 * i).boxed().toList());
    }

    @Test
    void mapKeepsTheOrder() throws InterruptedException {
        assertThat(executor.map(i -> "" + i, IntStream.range(0, 200).boxed().toList()))
                .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "" + i).toList());
    }

    @Test
    void aTaskMayWaitForTasks() throws InterruptedException {
        assertThat(executor.map(
                        i -> {
                            try {
                                return executor.map(j -> i * j, List.of(1, 2, 3))
                                        .get(2);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        List.of(1, 2, 3, 4, 5, 6, 7)))
                .containsExactly(3, 6, 9, 12, 15, 18, 21);
    }

    @Test
    void theFirstFailureIsThrownAndNoFurtherTaskStarts() {
        List<JobExecutor.Task<Integer, Integer>> tasks = tasks(3);
        tasks.add(shared -> {
            throw new IllegalArgumentException("task 3");
        });
        var after = new AtomicInteger();
        for (int i = 0; i < 1000; i++) {
            tasks.add(shared -> after.incrementAndGet());
        }
        var job = executor.run(tasks, executor.scatter(1), made -> {});
        assertThatThrownBy(job::await).hasMessage("task 3");
        assertThat(job.isCancelled()).isTrue();
    }

    @Test
    void cancelStartsNoFurtherTask() {
        var started = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var ran = new AtomicInteger();
        JobExecutor.Task<Integer, Integer> slow = shared -> {
            started.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return ran.incrementAndGet();
        };
        var job = executor.run(java.util.Collections.nCopies(100, slow), executor.scatter(1), made -> {});
        try {
            started.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        job.cancel();
        go.countDown();
        assertThatThrownBy(job::await).isInstanceOf(CancellationException.class);
        assertThat(ran).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void theSharedOneIsNotClosed() {
        assertThatThrownBy(() -> EmbeddedExecutor.ofProcess().close()).hasMessageContaining("the process shares");
    }
}
