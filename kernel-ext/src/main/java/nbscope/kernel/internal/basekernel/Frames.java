package nbscope.kernel.internal.basekernel;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Buffers of a message: the port's lists to the library's and back.
final class Frames {
    private Frames() {}

    /// Null when there are none: an empty list makes the library announce one more frame than it sends, and the next
    /// message is taken for the rest of this one.
    static @Nullable List<byte[]> outgoing(List<ByteBuffer> buffers) {
        return buffers.isEmpty() ? null : buffers.stream().map(Frames::bytes).toList();
    }

    /// The library gives null where there are none.
    static List<ByteBuffer> incoming(@Nullable List<byte[]> blobs) {
        return blobs == null ? List.of() : blobs.stream().map(ByteBuffer::wrap).toList();
    }

    // A whole array goes out as it is, since the sender may not change it any more; anything else is copied.
    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer.hasArray() && buffer.arrayOffset() == 0 && buffer.remaining() == buffer.array().length) {
            return buffer.array();
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
