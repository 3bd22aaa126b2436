package nbscope.kernel.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import nbscope.widgets.WidgetHost;

/// Kernels that are built on one base library: how to find the one that runs here, and how to talk to it.
///
/// Found by `ServiceLoader`. An implementation must load where its library is absent: it names the library's
/// classes only in classes of its own that it touches after [#running] or [#owns] said yes.
public interface KernelFamily {
    /// The kernel of this process, when it is one of this family.
    Optional<Object> running();

    /// Whether this object is a kernel of this family.
    boolean owns(Object kernel);

    /// The port to this kernel; one kernel always gets the same one, which lives as long as the kernel.
    ///
    /// @throws IllegalStateException when the kernel lacks what the port needs, with a sentence that says what
    WidgetHost host(Object kernel);

    /// Evaluates source text in the notebook's session while a cell runs.
    void evaluate(Object kernel, String source) throws Exception;

    /// Shows values of these types as what `bundle` makes of them: MIME type to JSON text or plain text.
    void render(Object kernel, List<Class<?>> types, Function<Object, Optional<Map<String, String>>> bundle);

    /// Takes the fixed wait out of the kernel's message loop.
    Wait removeWait(Object kernel);

    /// What became of the wait.
    sealed interface Wait {
        /// The loop now waits for messages instead of sleeping.
        record Removed() implements Wait {}

        /// The loop is as it was; `reason` is half a sentence for the user.
        record Kept(String reason) implements Wait {}
    }
}
