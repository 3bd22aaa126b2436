package nbscope.widgets;

import java.nio.ByteBuffer;
import java.util.List;

/// One open channel to the front end. The port that each kernel's adapter implements; tests use a fake.
///
/// `send` may be called from any thread. Buffers are sent as they are between position and limit; the sender must not
/// change them afterwards. An empty list means no buffers (adapters of kernels that stumble over empty lists
/// translate).
public interface Comm extends AutoCloseable {
    /// 32 hex digits.
    String id();

    /// Sends one message: `data` is a JSON object as text.
    void send(String data, List<ByteBuffer> buffers);

    /// Closes the channel and tells the front end.
    @Override
    void close();

    /// Receives messages of one comm, one at a time, on the kernel's comm thread.
    interface Listener {
        /// `data` is a JSON object as text; buffers may be direct and are valid only during the call.
        void onMessage(String data, List<ByteBuffer> buffers);

        /// The front end closed the channel.
        default void onClose() {}
    }
}
