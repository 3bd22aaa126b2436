package nbscope.io.internal.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import nbscope.io.Buffers;

/// Native memory of one thread that grows when more is asked for; freed when nothing refers to it.
public final class NativeRoom {
    private MemorySegment memory = MemorySegment.NULL;

    /// At least `bytes`, with whatever content.
    public MemorySegment reserve(long bytes) {
        if (memory.byteSize() < bytes) {
            memory = Buffers.allocate(Math.max(bytes, memory.byteSize() * 2), Arena.ofAuto());
        }
        return memory;
    }
}
