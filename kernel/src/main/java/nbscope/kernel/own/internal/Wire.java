package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/// Messages to ZMQ frames and back: `identities… <IDS|MSG> signature header parent metadata content buffers…`.
///
/// Thread-safe. Buffers are handed to ZMQ without a copy; the signature covers the four JSON frames only.
/// Source: "The Wire Protocol" in the Jupyter client's documentation, protocol 5.4.
final class Wire {
    static final String PROTOCOL = "5.4";
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY = {'{', '}'};

    private final String session = UUID.randomUUID().toString();
    private final @Nullable SecretKeySpec key;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

    Wire(String key) {
        this.key = key.isEmpty() ? null : new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /// The five signed frames of an outgoing message, ready to send from any thread.
    record Signed(byte[] signature, byte[] header, byte[] parent, byte[] metadata, byte[] content) {}

    Signed sign(String type, byte[] parent, @Nullable JsonNode metadata, JsonNode content) {
        byte[] header = Json.bytes(Json.object()
                .put("msg_id", UUID.randomUUID().toString())
                .put("session", session)
                .put("username", "nbscope")
                .put("date", Instant.now().toString())
                .put("msg_type", type)
                .put("version", PROTOCOL));
        byte[] meta = metadata == null ? EMPTY : Json.bytes(metadata);
        byte[] body = Json.bytes(content);
        return new Signed(signature(header, parent, meta, body), header, parent, meta, body);
    }

    /// Sends all frames; the caller holds the socket.
    static void send(ZMQ.Socket socket, List<byte[]> prefix, Signed message, List<ByteBuffer> buffers) {
        for (byte[] frame : prefix) {
            socket.sendMore(frame);
        }
        socket.sendMore(DELIMITER);
        socket.sendMore(message.signature());
        socket.sendMore(message.header());
        socket.sendMore(message.parent());
        socket.sendMore(message.metadata());
        socket.send(message.content(), buffers.isEmpty() ? 0 : ZMQ.SNDMORE);
        for (int i = 0; i < buffers.size(); i++) {
            // slice: ZMQ takes bytes from position to limit only when the position is 0
            socket.sendByteBuffer(buffers.get(i).slice(), i + 1 < buffers.size() ? ZMQ.SNDMORE : 0);
        }
    }

    /// Receives one message; blocks until one is there.
    ///
    /// @return null when the signature is wrong: such messages are dropped without an answer
    /// @throws IOException when the frames are no Jupyter message; all its frames have been read
    @Nullable
    Message receive(ZMQ.Socket socket) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = socket.recv(0);
            if (frame == null) {
                throw new IOException("the socket gave no frame");
            }
            frames.add(frame);
        } while (socket.hasReceiveMore());
        int split = 0;
        while (split < frames.size() && !java.util.Arrays.equals(frames.get(split), DELIMITER)) {
            split++;
        }
        if (frames.size() < split + 6) {
            throw new IOException("found " + frames.size() + " frames, expected a delimiter and five frames after it");
        }
        byte[] header = frames.get(split + 2);
        byte[] metadata = frames.get(split + 4);
        byte[] content = frames.get(split + 5);
        byte[] expected = signature(header, frames.get(split + 3), metadata, content);
        if (key != null && !MessageDigest.isEqual(expected, frames.get(split + 1))) {
            return null;
        }
        List<ByteBuffer> buffers = frames.subList(split + 6, frames.size()).stream()
                .map(ByteBuffer::wrap)
                .toList();
        return new Message(
                List.copyOf(frames.subList(0, split)),
                header,
                Json.parse(header),
                Json.parse(metadata),
                Json.parse(content),
                buffers);
    }

    private byte[] signature(byte[]... parts) {
        if (key == null) {
            return new byte[0];
        }
        Mac mac = macs.get();
        for (byte[] part : parts) {
            mac.update(part);
        }
        return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }
}
