package nbscope.spark.internal;

import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.jdk.javaapi.CollectionConverters;

/// Counts the tasks of one job that run: Spark calls a job over as soon as it is cancelled, while its last tasks
/// still do. What Spark's status tracker says is up to a tenth of a second old, so a task that has just begun would
/// be missed there; the events heard here come in the order in which things happened.
final class RunningTasks extends SparkListener implements AutoCloseable {
    /// The name under which a job is known to its listener; inherited by nothing, as each job has its own thread.
    private static final String KEY = "nbscope.job";

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final SparkContext spark;
    private final String name = Long.toString(NUMBERS.incrementAndGet());

    // Guarded by this.
    private final Set<Integer> jobs = new HashSet<>();
    private final Set<Integer> stages = new HashSet<>();
    private int running;
    private boolean over;

    /// Listens to the job that this thread submits next.
    RunningTasks(SparkContext spark) {
        this.spark = spark;
        spark.addSparkListener(this);
        spark.setLocalProperty(KEY, name);
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart event) {
        Properties properties = event.properties();
        if (properties != null && name.equals(properties.getProperty(KEY))) {
            jobs.add(event.jobId());
            for (Object stage : CollectionConverters.asJava(event.stageIds())) {
                stages.add((Integer) stage);
            }
        }
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart event) {
        if (stages.contains(event.stageId())) {
            running++;
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        if (stages.contains(event.stageId())) {
            running--;
            notifyAll();
        }
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd event) {
        if (jobs.contains(event.jobId())) {
            over = true;
            notifyAll();
        }
    }

    @Override
    public synchronized void onApplicationEnd(SparkListenerApplicationEnd event) {
        over = true;
        running = 0;
        notifyAll();
    }

    /// Waits until the job is over and none of its tasks runs, but not longer than that.
    synchronized void awaitEnd(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!over || running > 0) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public void close() {
        spark.removeSparkListener(this);
    }
}
