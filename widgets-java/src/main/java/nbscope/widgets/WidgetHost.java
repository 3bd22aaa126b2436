package nbscope.widgets;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/// What a running kernel offers to widgets: comms and display. Implemented by the adapters of `kernel-ext`.
public interface WidgetHost {
    /// Opens a comm from the kernel's side. The listener is registered before the message leaves.
    Comm open(String target, String data, String metadata, List<ByteBuffer> buffers, Comm.Listener listener);

    /// Accepts comms that the front end opens with this target; the factory gets the new comm and its opening data.
    void accept(String target, CommFactory factory);

    /// Publishes one display_data message: mime type to JSON text (for `...+json`) or plain text.
    void display(Map<String, String> bundle);

    /// As [#display(Map)], under a name by which [#update] replaces it later, also in the notebook that is saved. A
    /// host that cannot replace shows it as it is.
    default void display(Map<String, String> bundle, String name) {
        display(bundle);
    }

    /// Replaces what was displayed under this name. From any thread, also after the cell has ended.
    default void update(Map<String, String> bundle, String name) {}

    /// A map that lives as long as the kernel: where façades keep what must not be static.
    Map<String, Object> attributes();

    /// Makes the listener of a comm that the front end opened.
    interface CommFactory {
        Comm.Listener opened(Comm comm, String data);
    }

    /// Finds the kernel that runs in this process; implementations are listed in META-INF/services.
    interface Provider {
        Optional<WidgetHost> find();
    }

    /// The host of this process.
    ///
    /// @throws IllegalStateException outside a kernel, with a sentence that says what to do
    static WidgetHost current() {
        return find().orElseThrow(() -> new IllegalStateException(
                "no Jupyter kernel runs here: a widget needs one; use saveImage(...) outside a notebook"));
    }

    /// The host of this process; empty outside a kernel.
    static Optional<WidgetHost> find() {
        return ServiceLoader.load(Provider.class, WidgetHost.class.getClassLoader()).stream()
                .map(provider -> provider.get().find())
                .flatMap(Optional::stream)
                .findFirst();
    }
}
