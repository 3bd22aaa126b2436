package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// The iopub socket: everything that all front ends see. Sends from any thread, one message at a time.
final class Publisher {
    private final ZMQ.Socket socket;
    private final Wire wire;
    private boolean open = true;

    Publisher(ZContext context, ConnectionFile connection, Wire wire) {
        this.wire = wire;
        socket = context.createSocket(SocketType.PUB);
        // no high-water mark: a burst of updates must not lose its middle
        socket.setHWM(0);
        socket.setLinger(300);
        socket.bind(connection.address(connection.iopub()));
    }

    void publish(Origin origin, String type, JsonNode content) {
        publish(origin, type, null, content, List.of());
    }

    void publish(Origin origin, String type, @Nullable JsonNode metadata, JsonNode content, List<ByteBuffer> buffers) {
        Wire.Signed signed = wire.sign(type, origin.header(), metadata, content);
        List<byte[]> topic = List.of(type.getBytes(StandardCharsets.US_ASCII));
        synchronized (this) {
            if (open) {
                Wire.send(socket, topic, signed, buffers);
            }
        }
    }

    void status(Origin origin, String state) {
        publish(origin, "status", Json.object().put("execution_state", state));
    }

    synchronized void close() {
        if (open) {
            open = false;
            socket.close();
        }
    }
}
