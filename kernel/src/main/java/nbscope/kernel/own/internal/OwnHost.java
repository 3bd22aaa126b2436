package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nbscope.widgets.Comm;
import nbscope.widgets.WidgetHost;

/// This kernel as a host of widgets. While a cell runs, [#attributes()] holds its id under [#CELL_ID] when the front
/// end told it. Any thread.
final class OwnHost implements WidgetHost {
    static final String CELL_ID = "nbscope.cellId";

    /// What widgets leave here to be run on an interrupt has a name that begins so.
    static final String INTERRUPTED = "nbscope.interrupted";

    private final Publisher publisher;
    private final Origins origins;
    private final Streams streams;
    private final Comms comms;
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();

    OwnHost(Publisher publisher, Origins origins, Streams streams, Comms comms) {
        this.publisher = publisher;
        this.origins = origins;
        this.streams = streams;
        this.comms = comms;
    }

    @Override
    public Comm open(String target, String data, String metadata, List<ByteBuffer> buffers, Comm.Listener listener) {
        return comms.open(target, data, metadata, buffers, listener);
    }

    @Override
    public void accept(String target, CommFactory factory) {
        comms.accept(target, factory);
    }

    @Override
    public void display(Map<String, String> bundle) {
        publish("display_data", bundle, Json.object());
    }

    @Override
    public void display(Map<String, String> bundle, String name) {
        publish("display_data", bundle, Json.object().put("display_id", name));
    }

    @Override
    public void update(Map<String, String> bundle, String name) {
        publish("update_display_data", bundle, Json.object().put("display_id", name));
    }

    private void publish(String type, Map<String, String> bundle, ObjectNode names) {
        streams.flush();
        ObjectNode content = Json.object();
        content.set("data", data(bundle));
        content.putObject("metadata");
        content.set("transient", names);
        publisher.publish(origins.current(), type, content);
    }

    /// A person interrupted the kernel: what widgets do in the background ends too.
    void interrupted() {
        attributes.forEach((name, value) -> {
            if (name.startsWith(INTERRUPTED) && value instanceof Runnable task) {
                task.run();
            }
        });
    }

    /// Mime types that are JSON carry JSON, all others text.
    static ObjectNode data(Map<String, String> bundle) {
        ObjectNode data = Json.object();
        bundle.forEach((type, text) -> {
            if (type.endsWith("+json") || type.equals("application/json")) {
                data.set(type, Json.parse(text));
            } else {
                data.put(type, text);
            }
        });
        return data;
    }

    @Override
    public Map<String, Object> attributes() {
        return attributes;
    }
}
