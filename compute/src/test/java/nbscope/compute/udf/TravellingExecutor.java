package nbscope.compute.udf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import nbscope.io.JobExecutor;

/// As if the workers were on other machines: tasks, shared values and results go through bytes.
final class TravellingExecutor implements JobExecutor {
    private final JobExecutor worker = JobExecutor.inline();

    @SuppressWarnings("unchecked")
    static <T> T travelled(T value) {
        try {
            var bytes = new ByteArrayOutputStream();
            try (var out = new ObjectOutputStream(bytes)) {
                out.writeObject(value);
            }
            try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (T) in.readObject();
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int workers() {
        return 3;
    }

    @Override
    public int tasksFor(long bytes) {
        return 5;
    }

    @Override
    public <P> Scattered<P> scatter(P value) {
        P there = travelled(value);
        return () -> there;
    }

    @Override
    public <P, T> Job run(List<? extends Task<P, T>> tasks, Scattered<P> shared, Consumer<? super T> results) {
        List<Task<P, T>> sent = new ArrayList<>();
        for (Task<P, T> task : tasks) {
            Task<P, T> there = travelled(task);
            sent.add(p -> {
                try {
                    return travelled(there.run(p));
                } finally {
                    there.close();
                }
            });
        }
        return worker.run(sent, shared, results);
    }

    @Override
    public void close() {}
}
