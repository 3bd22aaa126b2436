package nbscope.io.internal.czi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import nbscope.io.Buffers;

/// Native memory of one thread that grows when more is asked for; freed when nothing refers to it.
final class Room {
    private MemorySegment memory = MemorySegment.NULL;

    /// Exactly `bytes`, with whatever content; the caller has checked that they are no wild number of a
    /// file.
    MemorySegment reserve(long bytes) {
        if (memory.byteSize() < bytes) {
            memory = Buffers.allocate(Math.max(bytes, bytes + bytes / 8), Arena.ofAuto());
        }
        return memory.asSlice(0, bytes);
    }
}
