package nbscope.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import nbscope.compute.udf.NavValues;
import nbscope.compute.udf.Sum;
import nbscope.compute.udf.SumSig;
import nbscope.compute.udf.Udf;
import nbscope.compute.udf.UdfRun;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.DataSet;
import nbscope.io.JobExecutor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real master with two worker processes: what is right in one process may be missing in another one.
@Timeout(120)
class ClusterTest extends CellContract {
    @TempDir
    static Path folder;

    private static Cluster cluster;
    private static SparkExecutor spark;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start(folder, 2);
        spark = SparkExecutor.connect(cluster.master(), cluster.settings());
    }

    @AfterAll
    static void stop() {
        try {
            if (spark != null) {
                spark.close();
            }
        } finally {
            if (cluster != null) {
                cluster.close();
            }
        }
    }

    @Override
    SparkExecutor spark() {
        return spark;
    }

    /// A frame's sum, in some time.
    private static Udf<NavValues> slowly(int millis) {
        return Udf.perFrame(frame -> {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new CancellationException("interrupted");
            }
            return frame.sum();
        });
    }

    @Test
    void tasksRunInOtherProcesses() throws InterruptedException {
        Set<Long> processes = new TreeSet<>(spark.map(
                i -> ProcessHandle.current().pid(),
                IntStream.range(0, 40).boxed().toList()));
        assertThat(processes).doesNotContain(ProcessHandle.current().pid()).isNotEmpty();
    }

    @Test
    void everyFormatGivesTheSameNumbers() throws IOException {
        for (Samples.Sample sample : new Samples(folder).all()) {
            Samples.assertSame(sample, spark, List.of("std"));
        }
    }

    @Test
    void workersUseTheVectorModule() throws InterruptedException {
        assertThat(spark.map(
                        i -> ModuleLayer.boot()
                                .findModule("jdk.incubator.vector")
                                .isPresent(),
                        List.of(1, 2)))
                .containsOnly(true);
    }

    @Test
    void aKilledProcessOfTasksCostsTimeOnly() throws Exception {
        try (DataSet data = new Samples(folder).raw().open(spark)) {
            double[] expected = UdfRunner.of(data).run(new SumSig()).filled(0);
            UdfRun<NavValues> run = UdfRunner.of(data).executor(spark).start(slowly(15));
            Thread.sleep(800);
            ProcessHandle victim = cluster.executor();
            assertThat(victim.destroyForcibly()).isTrue();
            assertThat(run.await().filled(0)).isEqualTo(expected);
            assertThat(victim.isAlive()).isFalse();
        }
    }

    @Test
    void aKilledWorkerCostsTimeOnly() throws Exception {
        List<Integer> taken = new ArrayList<>();
        var first = new CountDownLatch(1);
        List<JobExecutor.Task<Integer, Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int number = i;
            tasks.add(factor -> {
                try {
                    Thread.sleep(150);
                } catch (InterruptedException e) {
                    throw new CancellationException("interrupted");
                }
                return factor * number;
            });
        }
        try (var ten = spark.scatter(10)) {
            JobExecutor.Job job = spark.run(tasks, ten, (Integer made) -> {
                taken.add(made);
                first.countDown();
            });
            first.await();
            cluster.killWorker();
            job.await();
        } finally {
            cluster.addWorker();
        }
        assertThat(taken)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 12).map(i -> 10 * i).boxed().toList());
    }

    @Test
    void aTaskThatEndsEveryWorkerIsGivenUp() {
        assertThatThrownBy(() -> JobExecutor.on(
                        spark,
                        code -> {
                            Runtime.getRuntime().halt(code);
                            return code;
                        },
                        7))
                .isInstanceOf(SparkFailedException.class)
                .hasMessageContaining("after a task failed 2 times")
                .hasMessageContaining("exited with code 7");
    }

    @Test
    void aRunIsCancelled() throws Exception {
        try (DataSet data = new Samples(folder).raw().open(spark)) {
            // Without the cancel it would take an hour.
            UdfRun<NavValues> run = UdfRunner.of(data).executor(spark).start(slowly(30_000));
            Thread.sleep(500);
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void aFileThatDisappearsIsNamedWithTheWorker() throws IOException {
        Samples.Sample sample = new Samples(folder).raw();
        Path moving = Files.copy(sample.file(), folder.resolve("moving.raw"));
        try (DataSet data = DataSet.open(moving, sample.options())) {
            Files.delete(moving);
            assertThatThrownBy(() -> UdfRunner.of(data).executor(spark).run(new Sum()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(moving.toString())
                    .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageMatching("thrown on worker \\d+ on .*"));
        }
    }

    @Test
    void aMasterThatIsNotThereIsNamed() {
        spark.close();
        try {
            assertThatThrownBy(() -> SparkExecutor.connect("spark://127.0.0.1:1"))
                    .isInstanceOf(SparkFailedException.class)
                    .hasMessageContaining("nobody answers at spark://127.0.0.1:1");
        } finally {
            spark = SparkExecutor.connect(cluster.master(), cluster.settings());
        }
    }
}
