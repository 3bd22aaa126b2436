package nbscope.kernel.internal.basekernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import nbscope.kernel.internal.KernelFamily;
import nbscope.widgets.WidgetHost;

/// Kernels on jupyter-jvm-basekernel 2.3.0. Finds IJava by name; any other is given to `Nbscope.start(kernel)`.
///
/// Names no class of that library, so that it loads where there is none; [BaseKernelHost], [PromptLoop]
/// and [Rendering] do.
public final class BaseKernelFamily implements KernelFamily {
    private static final String BASE = "io.github.spencerpark.jupyter.kernel.BaseKernel";
    private static final String IJAVA = "io.github.spencerpark.ijava.IJava";

    @Override
    public Optional<Object> running() {
        try {
            // The kernel's own classes are the system loader's; ours may come from the loader of the notebook's
            // session.
            Class<?> ijava = Class.forName(IJAVA, true, ClassLoader.getSystemClassLoader());
            return Optional.ofNullable(ijava.getMethod("getKernelInstance").invoke(null))
                    .filter(this::owns);
        } catch (ReflectiveOperationException | LinkageError notIJava) {
            return Optional.empty();
        }
    }

    @Override
    public boolean owns(Object kernel) {
        for (Class<?> type = kernel.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(BASE)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public WidgetHost host(Object kernel) {
        return BaseKernelHost.of(kernel);
    }

    @Override
    public void evaluate(Object kernel, String source) throws Exception {
        BaseKernelHost.of(kernel).evaluate(source);
    }

    @Override
    public void render(Object kernel, List<Class<?>> types, Function<Object, Optional<Map<String, String>>> bundle) {
        Rendering.register(kernel, types, bundle);
    }

    @Override
    public Wait removeWait(Object kernel) {
        return BaseKernelHost.of(kernel).removeWait(PromptLoop.Names.STOCK);
    }
}
