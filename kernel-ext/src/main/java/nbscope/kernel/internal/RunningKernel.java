package nbscope.kernel.internal;

import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.ServiceLoader;
import nbscope.widgets.WidgetHost;

/// The kernel that runs in this process, with the family it belongs to.
public record RunningKernel(KernelFamily family, Object kernel) {
    // The one pointer that belongs to the process and not to a kernel: a kernel that only the caller of start knew.
    private static volatile WeakReference<Object> given = new WeakReference<>(null);

    /// Makes a kernel known that cannot be found by name.
    ///
    /// @throws IllegalStateException when no family knows the base library of this kernel
    static void register(Object kernel) {
        if (families().stream().noneMatch(family -> family.get().owns(kernel))) {
            throw new IllegalStateException(
                    "nbscope knows no kernel like " + kernel.getClass().getName()
                            + "; it works with kernels on io.github.spencerpark:jupyter-jvm-basekernel 2.3.0 such as IJava, and"
                            + " with its own kernel");
        }
        given = new WeakReference<>(kernel);
    }

    /// Undoes [#register].
    static void forget() {
        given = new WeakReference<>(null);
    }

    /// The kernel given to start, else the one that a family finds by name.
    static Optional<RunningKernel> find() {
        Object known = given.get();
        for (ServiceLoader.Provider<KernelFamily> provider : families().stream().toList()) {
            KernelFamily family = provider.get();
            Optional<Object> kernel = known != null && family.owns(known) ? Optional.of(known) : family.running();
            if (kernel.isPresent()) {
                return Optional.of(new RunningKernel(family, kernel.get()));
            }
        }
        return Optional.empty();
    }

    private static ServiceLoader<KernelFamily> families() {
        return ServiceLoader.load(KernelFamily.class, RunningKernel.class.getClassLoader());
    }

    WidgetHost host() {
        return family.host(kernel);
    }

    /// What `WidgetHost.current()` finds.
    public static final class Provider implements WidgetHost.Provider {
        @Override
        public Optional<WidgetHost> find() {
            return RunningKernel.find().map(RunningKernel::host);
        }
    }
}
