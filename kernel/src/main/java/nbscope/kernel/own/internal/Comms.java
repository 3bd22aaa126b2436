package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import nbscope.widgets.Comm;
import nbscope.widgets.WidgetHost.CommFactory;
import org.jspecify.annotations.Nullable;

/// All open comms of the kernel. Messages of the front end are handled on the comm thread; sends come from any thread.
final class Comms {
    private final Publisher publisher;
    private final Origins origins;
    private final Map<String, CommFactory> targets = new ConcurrentHashMap<>();
    private final Map<String, Open> open = new ConcurrentHashMap<>();

    Comms(Publisher publisher, Origins origins) {
        this.publisher = publisher;
        this.origins = origins;
    }

    private final class Open implements Comm {
        private final String id;
        private final String target;
        private volatile Comm.@Nullable Listener listener;

        Open(String id, String target) {
            this.id = id;
            this.target = target;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void send(String data, List<ByteBuffer> buffers) {
            ObjectNode content = Json.object().put("comm_id", id);
            content.set("data", Json.parse(data));
            publisher.publish(origins.current(), "comm_msg", null, content, buffers);
        }

        @Override
        public void close() {
            if (open.remove(id, this)) {
                tellClosed(id);
            }
        }
    }

    void accept(String target, CommFactory factory) {
        targets.put(target, factory);
    }

    Comm open(String target, String data, String metadata, List<ByteBuffer> buffers, Comm.Listener listener) {
        Open comm = new Open(UUID.randomUUID().toString().replace("-", ""), target);
        comm.listener = listener;
        // before the message leaves: the answer may be faster than this thread
        open.put(comm.id, comm);
        ObjectNode content = Json.object().put("comm_id", comm.id).put("target_name", target);
        content.set("data", Json.parse(data));
        publisher.publish(origins.current(), "comm_open", Json.parse(metadata), content, buffers);
        return comm;
    }

    /// The front end opens a comm; an unknown target is closed again.
    void opened(JsonNode content) {
        String id = content.path("comm_id").asText();
        String target = content.path("target_name").asText();
        CommFactory factory = targets.get(target);
        if (factory == null) {
            tellClosed(id);
            return;
        }
        Open comm = new Open(id, target);
        open.put(id, comm);
        try {
            comm.listener = factory.opened(comm, content.path("data").toString());
        } catch (RuntimeException | Error e) {
            comm.close();
            throw e;
        }
    }

    void message(JsonNode content, List<ByteBuffer> buffers) {
        Open comm = open.get(content.path("comm_id").asText());
        Comm.Listener listener = comm == null ? null : comm.listener;
        if (listener != null) {
            listener.onMessage(content.path("data").toString(), buffers);
        }
    }

    void closed(JsonNode content) {
        Open comm = open.remove(content.path("comm_id").asText());
        Comm.Listener listener = comm == null ? null : comm.listener;
        if (listener != null) {
            listener.onClose();
        }
    }

    ObjectNode info(String target) {
        ObjectNode reply = Json.ok();
        ObjectNode comms = reply.putObject("comms");
        open.values().stream()
                .filter(comm -> target.isEmpty() || comm.target.equals(target))
                .forEach(comm -> comms.putObject(comm.id).put("target_name", comm.target));
        return reply;
    }

    private void tellClosed(String id) {
        ObjectNode content = Json.object().put("comm_id", id);
        content.putObject("data");
        publisher.publish(origins.current(), "comm_close", content);
    }
}
