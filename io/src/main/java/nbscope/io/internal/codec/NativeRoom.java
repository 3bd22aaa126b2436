package nbscope.io.internal.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import nbscope.io.Buffers;

/// Native memory of one thread that grows, by an eighth more than is asked for; freed when nothing refers to it.
public final class NativeRoom {
    private MemorySegment memory = MemorySegment.NULL;

    /// At least `bytes`, with whatever content.
    public MemorySegment reserve(long bytes) {
        if (memory.byteSize() < bytes) {
            memory = Buffers.allocate(bytes + bytes / 8, Arena.ofAuto());
        }
        return memory;
    }

    /// Exactly `bytes`, with whatever content; the caller has checked that they are no wild number of a file.
    public MemorySegment exactly(long bytes) {
        return reserve(bytes).asSlice(0, bytes);
    }
}
