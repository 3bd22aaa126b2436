package nbscope.spark.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import nbscope.io.JobExecutor;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/// A broadcast value. On a worker it is [SharedValue].
public final class ScatteredValue<P> implements JobExecutor.Scattered<P> {
    private static final long serialVersionUID = 1L;

    private final transient P value;
    private final String id = UUID.randomUUID().toString();
    private final transient CellClasses classes;
    private final transient JavaSparkContext context;
    private final transient Broadcast<byte[]> broadcast;

    public ScatteredValue(P value, byte[] bytes, CellClasses classes, JavaSparkContext context) {
        this.value = value;
        this.classes = classes;
        this.context = context;
        this.broadcast = context.broadcast(bytes);
    }

    @Override
    public P value() {
        return value;
    }

    public boolean isOf(JavaSparkContext other) {
        return context.sc().equals(other.sc());
    }

    /// A job that is not yet started.
    ///
    /// @param jars takes those that the tasks need
    public synchronized <T> SparkJob<T> job(
            List<? extends JobExecutor.Task<P, T>> tasks, Jars jars, Consumer<? super T> results) {
        List<byte[]> packed = new ArrayList<>();
        for (var task : tasks) {
            packed.add(Packer.write(task, classes, "a task"));
        }
        classes.jars().forEach(jars::send);
        @Nullable ClassLoader own = Thread.currentThread().getContextClassLoader();
        ClassLoader answers = classes.answers(own == null ? ScatteredValue.class.getClassLoader() : own);
        return new SparkJob<>(context, packed, new WorkerTask(id, broadcast, classes.bundle()), answers, results);
    }

    /// Frees the memory of the workers and of the driver.
    @Override
    public void close() {
        if (!context.sc().isStopped()) {
            broadcast.destroy();
        }
    }
}
