package nbscope.widgets;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nbscope.widgets.internal.Json;
import org.jspecify.annotations.Nullable;

/// A kernel that only remembers: every comm, message and display, and lets a test speak as the front end.
final class FakeHost implements WidgetHost {
    /// One message from Java.
    record Sent(JsonNode data, List<ByteBuffer> buffers) {
        String method() {
            return data.path("method").asText();
        }

        JsonNode content() {
            return data.path("content");
        }
    }

    static final class FakeComm implements Comm {
        private final String id;
        private final Listener listener;
        final JsonNode opening;
        final String metadata;
        final List<Sent> sent = new java.util.concurrent.CopyOnWriteArrayList<>();
        boolean closed;

        FakeComm(String id, JsonNode opening, String metadata, Listener listener) {
            this.id = id;
            this.opening = opening;
            this.metadata = metadata;
            this.listener = listener;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void send(String data, List<ByteBuffer> buffers) {
            sent.add(new Sent(Json.parse(data), buffers));
        }

        @Override
        public void close() {
            closed = true;
        }

        /// Speaks as the front end.
        void receive(String data) {
            listener.onMessage(data, List.of());
        }

        /// Sends a custom message as the front end and gives back what Java said to it.
        Sent ask(String content) {
            int before = sent.size();
            receive("{\"method\":\"custom\",\"content\":" + content + "}");
            return sent.get(before);
        }

        void closedByFrontEnd() {
            listener.onClose();
        }

        Sent last() {
            return sent.getLast();
        }

        JsonNode state() {
            return opening.path("state");
        }
    }

    /// Runs in [#display], where the adapters of stock kernels find out which cell runs.
    Runnable onDisplay = () -> {};

    final List<FakeComm> comms = new ArrayList<>();
    final List<Map<String, String>> displays = new ArrayList<>();
    final Map<String, CommFactory> targets = new LinkedHashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();

    @Override
    public Comm open(String target, String data, String metadata, List<ByteBuffer> buffers, Comm.Listener listener) {
        var comm = new FakeComm("%032x".formatted(comms.size() + 1), Json.parse(data), metadata, listener);
        comms.add(comm);
        return comm;
    }

    @Override
    public void accept(String target, CommFactory factory) {
        targets.put(target, factory);
    }

    @Override
    public void display(Map<String, String> bundle) {
        displays.add(bundle);
        onDisplay.run();
    }

    /// The newest bundle by name.
    final Map<String, Map<String, String>> named = new java.util.concurrent.ConcurrentHashMap<>();

    @Override
    public void display(Map<String, String> bundle, String name) {
        named.put(name, bundle);
        display(bundle);
    }

    @Override
    public void update(Map<String, String> bundle, String name) {
        named.replace(name, bundle);
    }

    @Override
    public Map<String, Object> attributes() {
        return attributes;
    }

    /// The newest model's comm.
    FakeComm model() {
        return comms.getLast();
    }

    List<FakeComm> openComms() {
        return comms.stream().filter(comm -> !comm.closed).toList();
    }

    /// Opens a comm as the front end.
    FakeComm openFromFrontEnd(String target, String data) {
        CommFactory factory = targets.get(target);
        if (factory == null) {
            throw new IllegalStateException("nobody accepts " + target);
        }
        var holder = new FakeListener();
        var comm = new FakeComm("f".repeat(32), Json.parse(data), "{}", holder);
        holder.target = factory.opened(comm, data);
        return comm;
    }

    /// The comm must exist before its listener does.
    private static final class FakeListener implements Comm.Listener {
        private Comm.@Nullable Listener target;

        @Override
        public void onMessage(String data, List<ByteBuffer> buffers) {
            if (target != null) {
                target.onMessage(data, buffers);
            }
        }
    }
}
