package nbscope.cli;

import java.util.ServiceLoader;
import java.util.stream.Collectors;
import nbscope.compute.udf.EmbeddedExecutor;
import nbscope.compute.udf.ExecutorProvider;
import nbscope.io.JobExecutor;
import org.jspecify.annotations.Nullable;

/// Where a job runs: on this machine's cores, or by an executor that a module on the class path offers.
final class AnalyzeExecutor implements AutoCloseable {
    private final JobExecutor executor;
    private final boolean mine;

    private AnalyzeExecutor(JobExecutor executor, boolean mine) {
        this.executor = executor;
        this.mine = mine;
    }

    static AnalyzeExecutor of(@Nullable String name, String usage) {
        if (name == null || name.equals("embedded")) {
            return new AnalyzeExecutor(EmbeddedExecutor.ofProcess(), false);
        }
        var all = ServiceLoader.load(ExecutorProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        for (ExecutorProvider provider : all) {
            if (provider.name().equals(name)) {
                return new AnalyzeExecutor(provider.open(), true);
            }
        }
        String known = all.stream().map(p -> ", " + p.name()).collect(Collectors.joining());
        throw Arguments.wrong("there is no executor \"" + name + "\", only embedded" + known, usage);
    }

    JobExecutor get() {
        return executor;
    }

    @Override
    public void close() {
        if (mine) {
            executor.close();
        }
    }
}
