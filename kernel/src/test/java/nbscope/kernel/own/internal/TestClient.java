package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// A front end over real ZMQ sockets, written from the protocol's documentation and not from the kernel's code.
///
/// One thread. Everything that came on iopub is kept in [#seen], in order.
final class TestClient implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    final List<Received> seen = new ArrayList<>();
    private final ZContext context = new ZContext();
    private final String session = UUID.randomUUID().toString();
    private final String key;
    final ZMQ.Socket shell;
    final ZMQ.Socket control;
    final ZMQ.Socket stdin;
    final ZMQ.Socket heartbeat;
    private final ZMQ.Socket iopub;

    record Received(JsonNode header, JsonNode parent, JsonNode metadata, JsonNode content, List<byte[]> buffers) {
        String type() {
            return header.path("msg_type").asText();
        }

        String parentId() {
            return parent.path("msg_id").asText();
        }
    }

    TestClient(ConnectionFile connection) {
        key = connection.key();
        shell = dealer(connection.address(connection.shell()));
        control = dealer(connection.address(connection.control()));
        stdin = dealer(connection.address(connection.stdin()));
        heartbeat = context.createSocket(SocketType.REQ);
        heartbeat.connect(connection.address(connection.heartbeat()));
        iopub = context.createSocket(SocketType.SUB);
        iopub.setHWM(0);
        iopub.subscribe(new byte[0]);
        iopub.connect(connection.address(connection.iopub()));
    }

    private ZMQ.Socket dealer(String address) {
        ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
        socket.setHWM(0);
        socket.setLinger(0);
        // stdin is routed by the identity of the shell socket
        socket.setIdentity(session.getBytes(StandardCharsets.US_ASCII));
        socket.connect(address);
        return socket;
    }

    /// Asks until the subscription is in place: then no later message is lost.
    void awaitReady() throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            String id = send(shell, "kernel_info_request", Json.object());
            reply(shell, id);
            @Nullable Received status = poll(200);
            if (status != null) {
                drain();
                return;
            }
        }
        throw new AssertionError("the kernel publishes nothing");
    }

    private void drain() throws IOException {
        while (poll(150) != null) {
            // late statuses of the questions above
        }
        seen.clear();
    }

    String send(ZMQ.Socket socket, String type, ObjectNode content) {
        return send(socket, type, content, Json.object(), List.of());
    }

    String send(ZMQ.Socket socket, String type, ObjectNode content, ObjectNode extra, List<byte[]> buffers) {
        String id = UUID.randomUUID().toString();
        ObjectNode header = Json.object()
                .put("msg_id", id)
                .put("session", session)
                .put("username", "test")
                .put("date", "2026-11-20T12:00:00Z")
                .put("msg_type", type)
                .put("version", "5.4");
        ObjectNode metadata = Json.object();
        extra.properties().forEach(each -> {
            if (each.getKey().equals("cellId")) {
                metadata.set(each.getKey(), each.getValue());
            } else {
                header.set(each.getKey(), each.getValue());
            }
        });
        List<byte[]> parts = new ArrayList<>(List.of(
                Json.bytes(header), "{}".getBytes(StandardCharsets.UTF_8), Json.bytes(metadata), Json.bytes(content)));
        List<byte[]> frames = new ArrayList<>();
        frames.add("<IDS|MSG>".getBytes(StandardCharsets.US_ASCII));
        frames.add(sign(key, parts));
        frames.addAll(parts);
        frames.addAll(buffers);
        sendFrames(socket, frames);
        return id;
    }

    static void sendFrames(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
        }
    }

    static byte[] sign(String key, List<byte[]> parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            parts.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// Waits for the answer to a message on one of the DEALER sockets.
    Received reply(ZMQ.Socket socket, String id) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            Received message = receive(socket, 500);
            if (message != null && message.parentId().equals(id)) {
                return message;
            }
        }
        throw new AssertionError("no reply within 30 s");
    }

    /// The next message of a DEALER socket, null when none comes in time.
    @Nullable
    Received receive(ZMQ.Socket socket, int millis) throws IOException {
        socket.setReceiveTimeOut(millis);
        byte[] first = socket.recv(0);
        return first == null ? null : parse(socket, first);
    }

    /// The next message of iopub, null when none comes in time.
    @Nullable
    Received poll(int millis) throws IOException {
        Received message = receive(iopub, millis);
        if (message != null) {
            seen.add(message);
        }
        return message;
    }

    /// Waits for the first iopub message, seen or to come, that fits.
    Received await(String what, Predicate<Received> wanted) throws IOException {
        for (Received each : seen) {
            if (wanted.test(each)) {
                return each;
            }
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            Received message = poll(200);
            if (message != null && wanted.test(message)) {
                return message;
            }
        }
        throw new AssertionError("not seen within 30 s: " + what + "; seen: " + seen);
    }

    void awaitIdle(String id) throws IOException {
        await(
                "idle of " + id,
                m -> m.type().equals("status")
                        && m.parentId().equals(id)
                        && m.content().path("execution_state").asText().equals("idle"));
    }

    private Received parse(ZMQ.Socket socket, byte[] first) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        frames.add(first);
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv(0));
        }
        int at = 0;
        while (!Arrays.equals(frames.get(at), "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII))) {
            at++;
        }
        List<byte[]> parts = frames.subList(at + 2, at + 6);
        if (!Arrays.equals(frames.get(at + 1), sign(key, parts))) {
            throw new AssertionError("the kernel's signature is wrong");
        }
        return new Received(
                Json.parse(parts.get(0)),
                Json.parse(parts.get(1)),
                Json.parse(parts.get(2)),
                Json.parse(parts.get(3)),
                List.copyOf(frames.subList(at + 6, frames.size())));
    }

    /// Runs a cell to its idle status.
    Run run(String code) throws IOException {
        return finish(start(code));
    }

    String start(String code) {
        return send(shell, "execute_request", request(code), Json.object().put("cellId", "cell-7"), List.of());
    }

    static ObjectNode request(String code) {
        return Json.object()
                .put("code", code)
                .put("silent", false)
                .put("store_history", true)
                .put("allow_stdin", true)
                .put("stop_on_error", true);
    }

    Run finish(String id) throws IOException {
        Received reply = reply(shell, id);
        awaitIdle(id);
        return new Run(
                id, reply, seen.stream().filter(m -> m.parentId().equals(id)).toList());
    }

    /// What one cell did.
    record Run(String id, Received reply, List<Received> published) {
        String status() {
            return reply.content().path("status").asText();
        }

        String text(String stream) {
            StringBuilder text = new StringBuilder();
            published.stream()
                    .filter(m -> m.type().equals("stream")
                            && m.content().path("name").asText().equals(stream))
                    .forEach(m -> text.append(m.content().path("text").asText()));
            return text.toString();
        }

        /// text/plain of the result, "" when there is none.
        String result() {
            return published.stream()
                    .filter(m -> m.type().equals("execute_result"))
                    .map(m -> m.content().path("data").path("text/plain").asText())
                    .findFirst()
                    .orElse("");
        }

        String error() {
            return reply.content().path("ename").asText() + ": "
                    + reply.content().path("evalue").asText();
        }

        List<String> traceback() {
            List<String> lines = new ArrayList<>();
            reply.content().path("traceback").forEach(line -> lines.add(line.asText()));
            return lines;
        }
    }

    /// Opens a comm from the front end's side.
    String openComm(String target) {
        String id = UUID.randomUUID().toString().replace("-", "");
        ObjectNode content = Json.object().put("comm_id", id).put("target_name", target);
        content.putObject("data").put("hello", 1);
        send(shell, "comm_open", content);
        return id;
    }

    String commMessage(String comm, ObjectNode data, List<byte[]> buffers) {
        ObjectNode content = Json.object().put("comm_id", comm);
        content.set("data", data);
        return send(shell, "comm_msg", content, Json.object(), buffers);
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] all = new byte[buffer.remaining()];
        buffer.duplicate().get(all);
        return all;
    }

    @Override
    public void close() {
        context.close();
    }
}
