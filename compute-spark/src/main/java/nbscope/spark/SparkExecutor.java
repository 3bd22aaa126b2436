package nbscope.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import nbscope.io.JobExecutor;
import nbscope.spark.internal.CellClasses;
import nbscope.spark.internal.Contexts;
import nbscope.spark.internal.Jars;
import nbscope.spark.internal.Packer;
import nbscope.spark.internal.ScatteredValue;
import nbscope.spark.internal.SparkJob;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/// Runs the jobs of nbscope on Apache Spark: on the cores of this machine or on a cluster.
///
/// ```java
/// try (var spark = SparkExecutor.connect("spark://host:7077");
///         DataSet data = DataSet.open(path)) {
///     Image sum = UdfRunner.of(data).executor(spark).run(new Sum());
/// }
/// ```
///
/// Descriptions of partitions travel, the data do not: the workers read the files under the path that the driver
/// used. UDFs and what they hold travel with the job; classes from notebook cells too. Safe from any thread.
public final class SparkExecutor implements JobExecutor {
    /// A cell that watches a run gets at least 20 pictures of it.
    private static final int LEAST_TASKS = 32;

    private static final int TASKS_PER_WORKER = 4;

    /// What is lost with a worker is read again, so a task is not too large; a smaller one takes Spark longer to send
    /// than the worker to read.
    private static final long LARGEST_TASK = 256L << 20;

    private static final long SMALLEST_TASK = 1L << 20;

    private final JavaSparkContext context;
    private final boolean owned;
    private final Jars jars;
    private final Set<SparkJob<?>> jobs = ConcurrentHashMap.newKeySet();

    private SparkExecutor(JavaSparkContext context, boolean owned) {
        this.context = context;
        this.owned = owned;
        this.jars = new Jars(context.sc());
        jars.sendNeeded();
    }

    /// In this process, on so many threads; nothing listens beyond this machine. Closing it stops Spark.
    public static SparkExecutor local(int threads) {
        return connect("local[" + threads + "]");
    }

    /// On a master, such as `spark://host:7077`, `local[*]`, `k8s://...` or `yarn`. Closing it stops the application.
    ///
    /// @throws SparkFailedException when nobody answers there, or no worker comes within a minute
    /// @throws IllegalStateException when this process has a Spark context already
    public static SparkExecutor connect(String master) {
        return connect(master, Map.of());
    }

    /// As above, with settings of Spark, such as `spark.executor.memory`.
    public static SparkExecutor connect(String master, Map<String, String> settings) {
        return new SparkExecutor(Contexts.open(master, settings), true);
    }

    /// On the caller's context, which stays open when this executor is closed.
    public static SparkExecutor of(JavaSparkContext context) {
        return new SparkExecutor(context, false);
    }

    /// On the caller's context, which stays open when this executor is closed.
    public static SparkExecutor of(SparkContext context) {
        return of(JavaSparkContext.fromSparkContext(context));
    }

    /// Gives a jar to the workers, for example a library that UDFs of notebook cells call; the jars of the classes
    /// that a UDF names go by themselves.
    public SparkExecutor addJar(Path jar) {
        jars.send(jar);
        return this;
    }

    /// Where it runs, for what this executor does not offer.
    public JavaSparkContext context() {
        return context;
    }

    /// Cores of all workers that are there now.
    @Override
    public int workers() {
        return Math.max(1, context.defaultParallelism());
    }

    @Override
    public int tasksFor(long bytes) {
        long least = Math.max(LEAST_TASKS, (long) TASKS_PER_WORKER * workers());
        long most = Math.max(1, bytes / SMALLEST_TASK);
        long wanted = Math.max(Math.min(least, most), bytes / LARGEST_TASK);
        return (int) Math.min(Integer.MAX_VALUE, Math.max(wanted, Math.min(workers(), 2)));
    }

    /// Serialises and broadcasts the value. Closing it frees the memory of the workers.
    ///
    /// @throws IllegalArgumentException that names what in the value cannot travel
    /// @throws SparkFailedException when Spark was stopped
    @Override
    public <P> Scattered<P> scatter(P value) {
        if (context.sc().isStopped()) {
            throw new SparkFailedException("this Spark context was stopped; open another SparkExecutor", null);
        }
        var classes = new CellClasses();
        byte[] bytes = Packer.write(value, classes, "the shared value of a job");
        return new ScatteredValue<>(value, bytes, classes, context);
    }

    /// @throws IllegalArgumentException that names what in a task cannot travel; or when the shared value is of
    ///     another executor
    @Override
    public <P, T> Job run(List<? extends Task<P, T>> tasks, Scattered<P> shared, Consumer<? super T> results) {
        if (!(shared instanceof ScatteredValue<P> value) || !value.isOf(context)) {
            throw new IllegalArgumentException("the shared value was scattered by another executor than this one");
        }
        SparkJob<T> job = value.job(tasks, jars, results);
        jobs.add(job);
        job.start(() -> jobs.remove(job));
        return job;
    }

    /// Cancels the jobs under way, and stops Spark where this executor started it.
    @Override
    public void close() {
        for (SparkJob<?> job : jobs) {
            job.cancel();
            job.awaitEnd();
        }
        jars.close();
        if (owned) {
            context.close();
        }
    }
}
