package nbscope.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CancellationException;
import nbscope.compute.DeviceStack;
import nbscope.compute.Image;
import nbscope.compute.udf.CorrectionSet;
import nbscope.compute.udf.ExecutorProvider;
import nbscope.compute.udf.NavValues;
import nbscope.compute.udf.Sum;
import nbscope.compute.udf.SumSig;
import nbscope.compute.udf.Udf;
import nbscope.compute.udf.UdfRun;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.JobExecutor;
import nbscope.io.NdArray;
import nbscope.io.dataset.Negotiator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// UDFs on `local[2]` equal those on the cores of this process.
@Timeout(120)
class SparkUdfTest {
    @TempDir
    static Path folder;

    private static SparkExecutor spark;

    @BeforeAll
    static void start() {
        spark = SparkExecutor.local(2);
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @Test
    void everyFormatGivesTheSameNumbers() throws IOException {
        for (Samples.Sample sample : new Samples(folder).all()) {
            Samples.assertSame(sample, spark, Samples.JOBS);
        }
    }

    @Test
    void severalUdfsGoThroughTheDataOnce() throws IOException {
        Samples.Sample sample = new Samples(folder).raw();
        List<Udf<?>> udfs = List.of(new Sum(), new SumSig());
        try (DataSet data = sample.open(spark)) {
            var here = UdfRunner.of(data).run(udfs);
            var there = UdfRunner.of(data).executor(spark).run(udfs);
            assertThat(((Image) there.get(0)).exact(3, 4)).isEqualTo(((Image) here.get(0)).exact(3, 4));
            assertThat(((NavValues) there.get(1)).filled(0)).isEqualTo(((NavValues) here.get(1)).filled(0));
        }
    }

    @Test
    void correctionsAndTheTilingTravel() throws IOException {
        float[] dark = new float[Samples.SIDE * Samples.SIDE];
        java.util.Arrays.fill(dark, 2);
        try (DataSet data = new Samples(folder).raw().open(spark)) {
            var runner = UdfRunner.of(data)
                    .corrections(new CorrectionSet(dark, null, null))
                    .negotiator(Negotiator.libertem());
            double[] here = runner.run(new SumSig()).filled(0);
            assertThat(runner.executor(spark).run(new SumSig()).filled(0)).isEqualTo(here);
        }
    }

    @Test
    void lambdasTravelWithWhatTheyCapture() throws IOException {
        double factor = 2.5;
        try (DataSet data = new Samples(folder).raw().open(spark)) {
            var udf = Udf.perFrame(frame -> factor * frame.sum());
            double[] here = UdfRunner.of(data).run(udf).filled(0);
            assertThat(UdfRunner.of(data).executor(spark).run(udf).filled(0)).isEqualTo(here);
        }
    }

    @Test
    void partialResultsComeAndProgressEndsAtOne() throws Exception {
        List<Double> seen = Collections.synchronizedList(new ArrayList<>());
        try (DataSet data = new Samples(folder).raw().open(spark)) {
            UdfRun<Image> run = UdfRunner.of(data).executor(spark).start(new Sum());
            while (!run.isDone()) {
                seen.add(run.progress());
                Thread.sleep(1);
            }
            run.await();
            assertThat(run.progress()).isEqualTo(1);
            assertThat(run.bytesRead()).isEqualTo(2L * Samples.ROWS * Samples.COLS * Samples.SIDE * Samples.SIDE);
            assertThat(seen).isSorted();
        }
    }

    @Test
    void aRunIsCancelled() throws Exception {
        try (DataSet data = new Samples(folder).raw().open(spark)) {
            UdfRun<NavValues> run = UdfRunner.of(data).executor(spark).start(Udf.perFrame(frame -> {
                try {
                    Thread.sleep(50);
                } catch (InterruptedException e) {
                    throw new CancellationException("interrupted");
                }
                return 0;
            }));
            Thread.sleep(100);
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void aFailureOfAUdfArrivesAsItWasThrown() throws IOException {
        try (DataSet data = new Samples(folder).raw().open(spark)) {
            var udf = Udf.perFrame(frame -> {
                if (frame.scanRow() == 11) {
                    throw new ArithmeticException("row 11");
                }
                return 0;
            });
            assertThatThrownBy(() -> UdfRunner.of(data).executor(spark).run(udf))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("row 11");
        }
    }

    @Test
    void aFileThatDisappearsIsNamed() throws IOException {
        Samples.Sample sample = new Samples(folder).raw();
        Path moving = Files.copy(sample.file(), folder.resolve("moving.raw"));
        try (DataSet data = DataSet.open(moving, sample.options())) {
            Files.delete(moving);
            assertThatThrownBy(() -> UdfRunner.of(data).executor(spark).run(new Sum()))
                    .hasMessageContaining("moving.raw")
                    .satisfies(e -> assertThat(e.getClass().getName()).doesNotContain("spark"));
        }
    }

    @Test
    void whatLiesInMemoryDoesNotTravel() {
        short[] pixels = new short[2 * 3 * 4 * 5];
        DataSet inMemory = DataSet.of(NdArray.of(pixels, DType.U16, 2, 3, 4, 5), 2);
        try (DeviceStack stack = DeviceStack.load(inMemory)) {
            assertThatThrownBy(() -> UdfRunner.of(stack).executor(spark).run(new Sum()))
                    .hasMessageContaining("UdfRunner.of(DataSet.open(path))");
        }
        assertThatThrownBy(() -> UdfRunner.of(inMemory).executor(spark).run(new Sum()))
                .hasMessageContaining("lies in the memory of this process");
    }

    @Test
    void theProviderIsFoundByItsName() {
        assertThat(ServiceLoader.load(ExecutorProvider.class))
                .anyMatch(p -> p.name().equals("spark"));
    }

    @Test
    void headersAreReadThroughTheExecutor() throws IOException {
        JobExecutor executor = spark;
        try (DataSet data = new Samples(folder).all().get(2).open(executor)) {
            assertThat(data.shape().frames()).isPositive();
        }
    }
}
