package nbscope.io;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import nbscope.io.internal.dataset.InlineExecutor;
import nbscope.io.internal.dataset.ItemTask;

/// Where work runs: on the cores of this machine, or on a cluster. It knows nothing about arrays; it
/// takes tasks and hands back what each of them made. Safe from any thread; several jobs run at once.
///
/// Tasks, shared values and results are serialisable in principle. An executor inside the process
/// passes them on as they are, so there a task may also hold what cannot be serialised, such as memory.
public interface JobExecutor extends AutoCloseable {
    /// One piece of work. Called once, on some thread of some worker.
    ///
    /// @param <P> what all tasks of a job share
    /// @param <T> what it makes
    interface Task<P, T> extends Serializable {
        T run(P shared);

        /// Lets go what the task opened for itself, such as files. Called after [#run] by executors that sent it to
        /// another process; inside a process the files belong to whoever made the task.
        default void close() {}
    }

    /// A function that may travel to the workers.
    interface Mapping<A, B> extends Serializable {
        B apply(A item);
    }

    /// A value that every worker has; made once by [#scatter] and used by any number of jobs.
    interface Scattered<P> extends Serializable, AutoCloseable {
        P value();

        /// Frees it on the workers, when no job needs it any more.
        @Override
        default void close() {}
    }

    /// Work under way.
    interface Job {
        /// Waits for the end. No task runs any more when it returns or throws; the first failure of a
        /// task or of the taker of the results is thrown here.
        ///
        /// @throws java.util.concurrent.CancellationException when the job was cancelled before its end
        /// @throws InterruptedException when the waiting thread is interrupted; the job goes on
        void await() throws InterruptedException;

        /// Starts no further task and returns at once; those that run go to their end.
        void cancel();

        boolean isCancelled();
    }

    /// The one that does everything on the calling thread.
    static JobExecutor inline() {
        return InlineExecutor.INSTANCE;
    }

    /// One function of one item, where the workers are; an interrupt of the caller ends it.
    static <A, B> B on(JobExecutor executor, Mapping<? super A, ? extends B> mapping, A item) {
        try {
            return executor.<A, B>map(mapping, List.of(item)).getFirst();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while a worker was busy");
        }
    }

    /// Tasks that run at the same time.
    int workers();

    /// Tasks that a job over so many bytes of data is best cut into: few where each of them travels; 0 for as many as
    /// the job likes.
    default int tasksFor(long bytes) {
        return 0;
    }

    /// Sends a value to the workers.
    <P> Scattered<P> scatter(P value);

    /// Starts the tasks, in order as far as workers are free, and returns at once. `results` gets what
    /// each of them made as it arrives, in any order, never two at a time; after a cancel it may still
    /// get what was under way.
    <P, T> Job run(List<? extends Task<P, T>> tasks, Scattered<P> shared, Consumer<? super T> results);

    /// The function of every item, in the order of the items.
    ///
    /// @throws InterruptedException when the waiting thread is interrupted; the work is cancelled then
    default <A, B> List<B> map(Mapping<? super A, ? extends B> mapping, List<? extends A> items)
            throws InterruptedException {
        return ItemTask.map(this, mapping, items);
    }

    /// Gives the workers back. Jobs under way are cancelled.
    @Override
    void close();
}
