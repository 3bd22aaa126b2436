package nbscope.kernel.stock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// A Jupyter front end over real ZMQ sockets. Checks the frames and the signature of each message that it reads.
public final class TestClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final int PATIENCE_MILLIS = 60_000;

    private final ZContext context = new ZContext();
    private final ZMQ.Socket shell = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket control = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket iopub = context.createSocket(SocketType.SUB);
    private final String session = UUID.randomUUID().toString();
    private final byte[] key;

    /// One message as it was on the wire.
    public record Received(
            JsonNode header, JsonNode parent, JsonNode metadata, JsonNode content, List<byte[]> buffers) {
        /// The message type.
        public String type() {
            return header.path("msg_type").asText();
        }

        /// The id of the request that this message belongs to.
        public String parentId() {
            return parent.path("msg_id").asText();
        }

        /// The data of a comm message.
        public JsonNode data() {
            return content.path("data");
        }

        boolean isIdleOf(String id) {
            return type().equals("status")
                    && content.path("execution_state").asText().equals("idle")
                    && parentId().equals(id);
        }
    }

    /// Connects and waits until the kernel's publications arrive here.
    public TestClient(KernelConnectionProperties connection) {
        key = connection.getKey().getBytes(StandardCharsets.UTF_8);
        connect(shell, connection, connection.getShellPort());
        connect(control, connection, connection.getControlPort());
        iopub.subscribe(new byte[0]);
        connect(iopub, connection, connection.getIopubPort());
        // A subscription takes effect some time after connect, so ask until the answer is published here too.
        boolean heard = false;
        while (!heard) {
            String id = send("kernel_info_request", "{}");
            reply(id);
            heard = read(iopub, 200, message -> message.isIdleOf(id)) != null;
        }
    }

    private static void connect(ZMQ.Socket socket, KernelConnectionProperties connection, int port) {
        socket.setLinger(0);
        socket.connect(connection.getTransport() + "://" + connection.getIp() + ":" + port);
    }

    /// Sends one message on the shell channel; gives its id.
    public String send(String type, String content, byte[]... buffers) {
        return send(shell, type, content, "{}", buffers);
    }

    /// Sends one message on the shell channel that somebody without the key could send.
    public void sendWithWrongSignature(String type, String content) {
        byte[] right = key.clone();
        key[0]++;
        send(type, content);
        System.arraycopy(right, 0, key, 0, key.length);
    }

    /// Sends one message on the control channel; gives its id.
    public String sendControl(String type, String content) {
        return send(control, type, content, "{}");
    }

    /// Sends one comm message; `data` is a JSON object as text.
    public String comm(String commId, String data, byte[]... buffers) {
        return send("comm_msg", "{\"comm_id\":\"" + commId + "\",\"data\":" + data + "}", buffers);
    }

    /// Runs a cell to its end: all that was published for it, the last being `idle`.
    public List<Received> execute(String code) {
        return execute(code, "{}");
    }

    /// As [#execute(String)], with metadata as JupyterLab sends them: `{"cellId": ...}`.
    public List<Received> execute(String code, String metadata) {
        ObjectNode content = JSON.createObjectNode().put("code", code);
        content.put("silent", false).put("store_history", true).put("allow_stdin", false);
        content.putObject("user_expressions");
        String id = send(shell, "execute_request", content.toString(), metadata);
        List<Received> published = untilIdle(id);
        reply(id);
        return published;
    }

    /// The reply on the shell channel to this request.
    public Received reply(String id) {
        return found(read(shell, PATIENCE_MILLIS, message -> message.parentId().equals(id)), "a reply");
    }

    /// All publications up to the idle status of this request.
    public List<Received> untilIdle(String id) {
        List<Received> all = new ArrayList<>();
        Received last;
        do {
            last = next(message -> true);
            all.add(last);
        } while (!last.isIdleOf(id));
        return all;
    }

    /// The next publication like this; what comes before it is dropped.
    public Received next(Predicate<Received> wanted) {
        return found(read(iopub, PATIENCE_MILLIS, wanted), "a publication");
    }

    /// What was printed to stdout among these publications.
    public static String printed(List<Received> published) {
        StringBuilder text = new StringBuilder();
        for (Received message : published) {
            if (message.type().equals("stream")) {
                text.append(message.content().path("text").asText());
            }
        }
        return text.toString();
    }

    /// The only publication of this type.
    public static Received only(List<Received> published, String type) {
        List<Received> some = published.stream()
                .filter(message -> message.type().equals(type))
                .toList();
        if (some.size() != 1) {
            throw new AssertionError("expected one " + type + " in " + published);
        }
        return some.getFirst();
    }

    private static Received found(@Nullable Received message, String what) {
        if (message == null) {
            throw new AssertionError(what + " did not arrive within " + PATIENCE_MILLIS + " ms");
        }
        return message;
    }

    private @Nullable Received read(ZMQ.Socket socket, int millis, Predicate<Received> wanted) {
        long end = System.nanoTime() + millis * 1_000_000L;
        for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            socket.setReceiveTimeOut((int) left);
            byte[] frame = socket.recv();
            if (frame != null) {
                Received message = parse(socket, frame);
                if (wanted.test(message)) {
                    return message;
                }
            }
        }
        return null;
    }

    private Received parse(ZMQ.Socket socket, byte[] first) {
        List<byte[]> frames = new ArrayList<>(List.of(first));
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv());
        }
        int start = 0;
        while (!Arrays.equals(frames.get(start), DELIMITER)) {
            start++;
        }
        List<byte[]> parts = frames.subList(start + 2, start + 6);
        if (!signature(parts).equals(new String(frames.get(start + 1), StandardCharsets.US_ASCII))) {
            throw new AssertionError("wrong signature");
        }
        try {
            return new Received(
                    JSON.readTree(parts.get(0)),
                    JSON.readTree(parts.get(1)),
                    JSON.readTree(parts.get(2)),
                    JSON.readTree(parts.get(3)),
                    List.copyOf(frames.subList(start + 6, frames.size())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String send(ZMQ.Socket socket, String type, String content, String metadata, byte[]... buffers) {
        String id = UUID.randomUUID().toString();
        ObjectNode header = JSON.createObjectNode().put("msg_id", id).put("msg_type", type);
        header.put("session", session).put("username", "test").put("version", "5.3");
        header.put("date", Instant.now().toString());
        List<byte[]> parts = new ArrayList<>();
        for (String part : List.of(header.toString(), "{}", metadata, content)) {
            parts.add(part.getBytes(StandardCharsets.UTF_8));
        }
        socket.sendMore(DELIMITER);
        socket.sendMore(signature(parts));
        parts.addAll(Arrays.asList(buffers));
        for (byte[] part : parts.subList(0, parts.size() - 1)) {
            socket.sendMore(part);
        }
        socket.send(parts.getLast());
        return id;
    }

    private String signature(List<byte[]> parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            parts.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
