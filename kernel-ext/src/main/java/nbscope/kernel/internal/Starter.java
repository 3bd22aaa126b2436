package nbscope.kernel.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nbscope.kernel.internal.display.Rendered;
import nbscope.widgets.WidgetHost;
import org.jspecify.annotations.Nullable;

/// What `Nbscope.start` does on a Java that is new enough.
public final class Starter {
    private static final String KEEP_SLEEP = "nbscope.keepSleep";
    private static final String FLAGS_SAID = "nbscope.kernel.flagsSaid";
    private static final String RENDERS = "nbscope.kernel.renders";
    static final String IMPORTS = "import nbscope.io.*; import nbscope.compute.*; import nbscope.widgets.*;"
            + " import nbscope.kernel.tables.*;";

    private Starter() {}

    /// Starts nbscope in this kernel, or in the one that can be found by name; says in one line what it did.
    public static String start(@Nullable Object kernel) {
        try {
            if (kernel != null) {
                RunningKernel.register(kernel);
            }
            Optional<RunningKernel> running = RunningKernel.find();
            return running.isPresent() ? start(running.get()) : startElsewhere();
        } catch (IllegalStateException e) {
            return "nbscope could not start: " + e.getMessage() + ".";
        }
    }

    private static String start(RunningKernel running) {
        WidgetHost host = running.host();
        if (host.attributes().putIfAbsent(RENDERS, true) == null) {
            running.family().render(running.kernel(), Rendered.types(), Rendered::of);
        }
        StringBuilder said = new StringBuilder("nbscope").append(version()).append(": widgets are connected; ");
        said.append(imports(running)).append("; ").append(wait(running)).append('.');
        List<String> missing = LaunchFlags.missing();
        if (!missing.isEmpty() && host.attributes().putIfAbsent(FLAGS_SAID, true) == null) {
            said.append('\n').append(LaunchFlags.sentence(missing));
        }
        return said.toString();
    }

    /// A kernel that brings its own provider, such as nbscope's, needs nothing from here.
    private static String startElsewhere() {
        try {
            WidgetHost.current();
            return "nbscope" + version() + ": this kernel has widgets and imports already.";
        } catch (IllegalStateException none) {
            return "nbscope" + version()
                    + ": no Jupyter kernel was found in this process, so widgets cannot be shown. In a notebook on another"
                    + " kernel than IJava, give it the kernel object: Nbscope.start(kernel).";
        }
    }

    private static String wait(RunningKernel running) {
        if (Boolean.getBoolean(KEEP_SLEEP)) {
            return "the kernel still waits 50 ms before each message (" + KEEP_SLEEP + " is set)";
        }
        return switch (running.family().removeWait(running.kernel())) {
            case KernelFamily.Wait.Removed() -> "the kernel's wait of 50 ms before each message is removed";
            case KernelFamily.Wait.Kept(String reason) ->
                "the kernel still waits 50 ms before each message, so widgets answer later (" + reason + ")";
        };
    }

    // On a thread with a limit: a kernel whose evaluator takes one caller at a time would wait for this very cell.
    private static String imports(RunningKernel running) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("nbscope-imports").start(() -> {
            try {
                running.family().evaluate(running.kernel(), IMPORTS);
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(10, TimeUnit.SECONDS);
            return "nbscope.io, nbscope.compute and nbscope.widgets are imported";
        } catch (ExecutionException | TimeoutException e) {
            return "the imports could not be added, so run this in a cell of its own: " + IMPORTS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the imports were interrupted, so run this in a cell of its own: " + IMPORTS;
        }
    }

    private static String version() {
        String version = Starter.class.getPackage().getImplementationVersion();
        return version == null ? "" : " " + version;
    }
}
