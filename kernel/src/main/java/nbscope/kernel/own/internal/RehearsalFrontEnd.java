package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// The other end of a rehearsal's conversation: asks as a page in JupyterLab asks that drags a detector. One thread.
final class RehearsalFrontEnd implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 200;
    private static final int ATTEMPTS = 25;

    private final ZContext context = new ZContext();
    private final Wire wire;
    private final ZMQ.Socket shell;
    private final ZMQ.Socket iopub;
    private String model = "";
    private long seq;

    RehearsalFrontEnd(ConnectionFile connection) {
        wire = new Wire(connection.key());
        shell = context.createSocket(SocketType.DEALER);
        shell.setLinger(0);
        shell.connect(connection.address(connection.shell()));
        iopub = context.createSocket(SocketType.SUB);
        iopub.setReceiveTimeOut(PATIENCE_MILLIS);
        iopub.subscribe(new byte[0]);
        iopub.connect(connection.address(connection.iopub()));
    }

    /// Asks for the kernel's name until its statuses are heard: from then on nothing that it publishes is missed.
    void listen() throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            send("kernel_info_request", Json.object());
            if (receive() != null) {
                return;
            }
        }
        throw new IOException("the rehearsal's own sockets carry nothing");
    }

    /// Waits for the widget that is being displayed, and answers it as a page does that has mounted it.
    void mount() throws IOException {
        Message shown = await(message -> message.type().equals("display_data"));
        model = shown.content()
                .path("data")
                .path("application/vnd.jupyter.widget-view+json")
                .path("model_id")
                .asText();
        custom(Json.object().put("kind", "ready"));
    }

    /// Moves the detector a little, or the probe, and waits for the picture.
    void gesture() throws IOException {
        seq++;
        boolean probe = seq % 4 == 0;
        ObjectNode content = Json.object()
                .put("kind", probe ? "pattern" : "virtual")
                .put("seq", seq)
                .put("frame", 0)
                .put("minReplyBytes", 65_536)
                .put("gesture", true);
        if (probe) {
            content.put("row", 0).put("col", 0).put("source", "probe");
        } else {
            content.putObject("detector")
                    .put("kind", "annulus")
                    .put("row", 2 + seq % 100 / 64.0)
                    .put("col", 2 + seq % 30 / 32.0)
                    .put("inner", 1)
                    .put("outer", 3);
        }
        custom(content);
        await(message -> isAnswer(message.content().path("data").path("content")));
    }

    private boolean isAnswer(JsonNode content) {
        return content.path("seq").asLong(-1) == seq;
    }

    private void custom(ObjectNode content) {
        ObjectNode message = Json.object().put("comm_id", model);
        message.putObject("data").put("method", "custom").set("content", content);
        send("comm_msg", message);
    }

    private void send(String type, ObjectNode content) {
        Wire.send(shell, List.of(), wire.sign(type, Origin.NONE.header(), null, content), List.of());
    }

    private Message await(Predicate<Message> wanted) throws IOException {
        for (int silence = 0; silence < ATTEMPTS; ) {
            Message message = receive();
            if (message == null) {
                silence++;
            } else if (wanted.test(message)) {
                return message;
            }
        }
        throw new IOException("the rehearsal was not answered");
    }

    private @Nullable Message receive() throws IOException {
        byte[] topic = iopub.recv(0);
        return topic == null ? null : wire.receive(iopub);
    }

    @Override
    public void close() {
        context.close();
    }
}
