package nbscope.widgets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import nbscope.widgets.Comm;
import nbscope.widgets.WidgetHost;
import org.jspecify.annotations.Nullable;

/// One anywidget model and its layout: the two comms, their state, and the messages of the widget protocol.
///
/// Messages arrive one at a time on the kernel's comm thread; `update`, `send` and `close` may be called from any
/// thread. Nothing that the front end sends can throw out of the listener.
public final class AnyWidget {
    /// The range of front ends that this protocol was tested with. The only place that names it.
    static final String ANYWIDGET_VERSION = "~0.11.*";

    private static final String TARGET = "jupyter.widget";
    private static final String METADATA = "{\"version\":\"2.1.0\"}";
    private static final String BASE = "@jupyter-widgets/base";
    private static final String BASE_VERSION = "2.0.0";

    /// What a widget does with its model. Called on the comm thread.
    public interface Behaviour {
        /// Writes the widget's own keys.
        void writeState(ObjectNode state);

        /// The front end changed some keys.
        ///
        /// @return the keys to correct in the front end, empty when all were taken over
        ObjectNode changed(ObjectNode changes);

        /// The front end sent a custom message.
        void custom(JsonNode content);

        /// The cell that showed the widget runs again; the model is being closed.
        void replaced();

        /// The person interrupted the kernel: what goes on in the background by itself ends.
        default void interrupted() {}
    }

    private final WidgetHost host;
    private final String kind;
    private final Bundle bundle;
    private final Behaviour behaviour;
    private final WidgetRegistry registry;
    private @Nullable Comm layout;
    private @Nullable Comm model;
    private volatile boolean closed;
    private volatile boolean answered;
    private int displays;

    /// @param kind name of the widget's class, lower case: the front end keys its style sheet by it
    public AnyWidget(WidgetHost host, String kind, Bundle bundle, Behaviour behaviour) {
        this.host = host;
        this.kind = kind;
        this.bundle = bundle;
        this.behaviour = behaviour;
        this.registry = WidgetRegistry.of(host);
    }

    /// To be called before a widget is shown: closes what an earlier run of the same cell showed.
    ///
    /// @param again the widget's model if it has one already
    public static void beforeShow(WidgetHost host, @Nullable AnyWidget again) {
        WidgetRegistry.of(host).cellShows(again);
    }

    /// Opens the layout's comm, then the model's.
    public synchronized AnyWidget open() {
        Comm opened = host.open(TARGET, opening(layoutState()), METADATA, List.of(), new Layout());
        layout = opened;
        model = host.open(TARGET, opening(state(opened.id())), METADATA, List.of(), new Listener());
        registry.add(this);
        return this;
    }

    /// Publishes a view of the model.
    ///
    /// @param fallback what is shown where no live widget can be
    /// @return the name of this view, for [#refresh]
    public String display(Map<String, String> fallback) {
        String name = nextDisplay();
        host.display(bundle(fallback), name);
        // Some kernels' adapters learn only now which cell runs.
        registry.cellShows(this);
        registry.shown(this);
        if (!answered) {
            SilentFrontEnd.watch(host, () -> answered || closed, SilentFrontEnd.PATIENCE);
        }
        return name;
    }

    /// Changes what a view that was published has to show where no live widget can be; the notebook that is saved
    /// keeps it. Nothing happens after the model was closed.
    public void refresh(Map<String, String> fallback, String name) {
        if (!closed) {
            host.update(bundle(fallback), name);
        }
    }

    private synchronized String nextDisplay() {
        return comm().id() + "-" + ++displays;
    }

    private Map<String, String> bundle(Map<String, String> fallback) {
        var all = new java.util.LinkedHashMap<String, String>();
        all.put(
                "application/vnd.jupyter.widget-view+json",
                "{\"version_major\":2,\"version_minor\":0,\"model_id\":\"" + comm().id() + "\"}");
        all.putAll(fallback);
        return all;
    }

    /// Whether the front end has ever said something.
    public boolean isAnswered() {
        return answered;
    }

    /// Sends keys that Java changed. Nothing happens after the model was closed.
    public void update(ObjectNode changes) {
        if (!closed) {
            comm().send(message("update", changes), List.of());
        }
    }

    /// Sends one custom message, its content as JSON text.
    public void send(String content, List<ByteBuffer> buffers) {
        if (!closed) {
            comm().send("{\"method\":\"custom\",\"content\":" + content + "}", buffers);
        }
    }

    /// Closes both comms; idempotent.
    public void close() {
        if (forget()) {
            comm().close();
            layout().close();
        }
    }

    void replace() {
        close();
        behaviour.replaced();
    }

    void interrupt() {
        behaviour.interrupted();
    }

    public boolean isClosed() {
        return closed;
    }

    /// Model states for `update_states`: this model and its layout.
    void describe(ObjectNode states) {
        describe(states, comm().id(), state(layout().id()));
        describe(states, layout().id(), layoutState());
    }

    private static void describe(ObjectNode states, String id, ObjectNode state) {
        ObjectNode entry = states.putObject(id);
        entry.set("model_name", state.get("_model_name"));
        entry.set("model_module", state.get("_model_module"));
        entry.set("model_module_version", state.get("_model_module_version"));
        entry.set("state", state);
    }

    private synchronized boolean forget() {
        if (closed) {
            return false;
        }
        closed = true;
        registry.remove(this);
        return true;
    }

    private synchronized Comm comm() {
        if (model == null) {
            throw new IllegalStateException("the widget is not open yet");
        }
        return model;
    }

    private synchronized Comm layout() {
        if (layout == null) {
            throw new IllegalStateException("the widget is not open yet");
        }
        return layout;
    }

    private static ObjectNode layoutState() {
        return names(BASE, BASE_VERSION, "LayoutModel", "LayoutView");
    }

    private ObjectNode state(String layoutId) {
        ObjectNode state = names("anywidget", ANYWIDGET_VERSION, "AnyModel", "AnyView");
        state.put("_anywidget_id", "nbscope." + kind);
        state.put("_esm", bundle.esm());
        state.put("_css", bundle.css());
        state.put("layout", "IPY_MODEL_" + layoutId);
        state.putNull("tabbable");
        state.putNull("tooltip");
        state.putArray("_dom_classes");
        behaviour.writeState(state);
        return state;
    }

    private static ObjectNode names(String module, String version, String model, String view) {
        ObjectNode state = Json.object();
        state.put("_model_module", module);
        state.put("_model_module_version", version);
        state.put("_model_name", model);
        state.put("_view_module", module);
        state.put("_view_module_version", version);
        state.put("_view_name", view);
        state.putNull("_view_count");
        return state;
    }

    private static String opening(ObjectNode state) {
        ObjectNode data = Json.object();
        data.set("state", state);
        data.putArray("buffer_paths");
        return data.toString();
    }

    private static String message(String method, ObjectNode state) {
        ObjectNode data = Json.object();
        data.put("method", method);
        data.set("state", state);
        data.putArray("buffer_paths");
        return data.toString();
    }

    private void received(String text) {
        ObjectNode data = Json.parse(text);
        switch (data.path("method").asText()) {
            case "update" -> {
                if (data.get("state") instanceof ObjectNode changes) {
                    comm().send(message("echo_update", changes), List.of());
                    ObjectNode corrections = behaviour.changed(changes);
                    if (!corrections.isEmpty()) {
                        update(corrections);
                    }
                }
            }
            case "request_state" -> update(state(layout().id()));
            case "custom" -> behaviour.custom(data.path("content"));
            default -> throw new IllegalArgumentException("the front end sent an unknown widget message");
        }
    }

    private final class Listener implements Comm.Listener {
        @Override
        public void onMessage(String data, List<ByteBuffer> buffers) {
            answered = true;
            if (closed) {
                return;
            }
            try {
                received(data);
            } catch (RuntimeException refused) {
                send(Replies.error(null, null, Replies.sentence(refused)), List.of());
            }
        }

        @Override
        public void onClose() {
            if (forget()) {
                layout().close();
            }
        }
    }

    /// The front end's layout editor may ask for the state; nothing else concerns Java.
    private final class Layout implements Comm.Listener {
        @Override
        public void onMessage(String data, List<ByteBuffer> buffers) {
            try {
                ObjectNode message = Json.parse(data);
                String method = message.path("method").asText();
                if (method.equals("request_state")) {
                    layout().send(message("update", layoutState()), List.of());
                } else if (method.equals("update") && message.get("state") instanceof ObjectNode changes) {
                    layout().send(message("echo_update", changes), List.of());
                }
            } catch (RuntimeException refused) {
                send(Replies.error(null, null, Replies.sentence(refused)), List.of());
            }
        }
    }
}
