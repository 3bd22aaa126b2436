package nbscope.spark.internal;

import java.io.Serializable;
import nbscope.io.JobExecutor;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/// What Spark runs on a worker: reads one task, runs it, and answers with bytes.
///
/// A failure of the task is an answer too: it would fail on every other worker, and Spark would wrap it. What Spark
/// tries again are tasks whose worker was lost.
final class WorkerTask extends AbstractFunction1<Iterator<byte[]>, byte[]> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String scattered;
    private final Broadcast<byte[]> shared;
    private final ClassBundle bundle;

    WorkerTask(String scattered, Broadcast<byte[]> shared, ClassBundle bundle) {
        this.scattered = scattered;
        this.shared = shared;
        this.bundle = bundle;
    }

    @Override
    public byte[] apply(Iterator<byte[]> items) {
        try {
            return Answer.made(run(items.next()));
        } catch (VirtualMachineError e) {
            if (e instanceof StackOverflowError || e instanceof InternalError) {
                return Answer.failed(e);
            }
            throw e;
        } catch (Throwable e) {
            if (TaskContext.get().isInterrupted()) {
                throw new IllegalStateException("the task was cancelled", e);
            }
            return Answer.failed(e);
        }
    }

    private Object run(byte[] packed) {
        SharedValue value = SharedValue.acquire(scattered, bundle, shared::value);
        try {
            JobExecutor.Task<Object, Object> task = Unpacker.read(packed, value.loader());
            try {
                return task.run(value.value());
            } finally {
                task.close();
            }
        } finally {
            value.release();
        }
    }
}
