package nbscope.io.internal.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import nbscope.io.JobExecutor;

/// Does everything on the calling thread.
public enum InlineExecutor implements JobExecutor {
    INSTANCE;

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public <P> Scattered<P> scatter(P value) {
        return () -> value;
    }

    @Override
    public <P, T> Job run(List<? extends Task<P, T>> tasks, Scattered<P> shared, Consumer<? super T> results) {
        for (Task<P, T> task : tasks) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the job was interrupted");
            }
            results.accept(task.run(shared.value()));
        }
        return Finished.JOB;
    }

    @Override
    public <A, B> List<B> map(Mapping<? super A, ? extends B> mapping, List<? extends A> items) {
        List<B> out = new ArrayList<>();
        for (A item : items) {
            out.add(mapping.apply(item));
        }
        return out;
    }

    @Override
    public void close() {}

    private enum Finished implements Job {
        JOB;

        @Override
        public void await() {}

        @Override
        public void cancel() {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}
