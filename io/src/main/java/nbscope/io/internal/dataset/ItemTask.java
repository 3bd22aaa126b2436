package nbscope.io.internal.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import nbscope.io.JobExecutor;
import nbscope.io.JobExecutor.Job;
import nbscope.io.JobExecutor.Mapping;
import nbscope.io.JobExecutor.Scattered;
import nbscope.io.JobExecutor.Task;
import org.jspecify.annotations.Nullable;

/// The function of one item, as a task of a job that shares the function.
public record ItemTask<A, B>(int index, A item) implements Task<Mapping<? super A, ? extends B>, ItemTask.Made<B>> {
    private static final long serialVersionUID = 1L;

    /// What came of an item, and which it was: results arrive in any order.
    public record Made<B>(int index, @Nullable B value) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public Made<B> run(Mapping<? super A, ? extends B> mapping) {
        return new Made<>(index, mapping.apply(item));
    }

    /// See [JobExecutor#map].
    public static <A, B> List<B> map(
            JobExecutor executor, Mapping<? super A, ? extends B> mapping, List<? extends A> items)
            throws InterruptedException {
        List<ItemTask<A, B>> tasks = new ArrayList<>();
        for (A item : items) {
            tasks.add(new ItemTask<>(tasks.size(), item));
        }
        List<B> out = new ArrayList<>(Collections.nCopies(items.size(), null));
        try (Scattered<Mapping<? super A, ? extends B>> shared = executor.scatter(mapping)) {
            Job job = executor.run(tasks, shared, (Made<B> made) -> out.set(made.index(), made.value()));
            try {
                job.await();
            } catch (InterruptedException e) {
                job.cancel();
                throw e;
            }
        }
        return out;
    }
}
