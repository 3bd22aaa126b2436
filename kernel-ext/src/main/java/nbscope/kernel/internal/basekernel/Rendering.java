package nbscope.kernel.internal.basekernel;

import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Adds renderers to a kernel on jupyter-jvm-basekernel, which shows the last value of a cell and
/// `display` by them.
final class Rendering {
    private Rendering() {}

    static void register(Object kernel, List<Class<?>> types, Function<Object, Optional<Map<String, String>>> bundle) {
        if (kernel instanceof BaseKernel base) {
            types.forEach(type -> base.getRenderer()
                    .createRegistration(type)
                    .preferring("text/html", "text/plain")
                    .register((value, context) -> render(value, context, bundle)));
        }
    }

    /// All types at once: the library asks for one or two, and a front end takes the richest that it
    /// knows.
    private static void render(
            Object value, RenderContext context, Function<Object, Optional<Map<String, String>>> bundle) {
        DisplayData out = context.getOutputContainer();
        bundle.apply(value)
                .ifPresent(all -> all.forEach((type, text) ->
                        out.putData(type, type.endsWith("json") ? new JsonParser().parse(text) : text)));
    }
}
