package nbscope.compute.internal.udf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.compute.internal.store.HostChunks;
import org.jspecify.annotations.Nullable;

/// Memory outside the heap for one task at a time: what is copied, what is corrected, what is converted.
/// Used again for each tile; belongs to one thread at a time; its owner closes it.
public final class Scratch implements AutoCloseable {
    /// What it is used for; a tile of one step is the input of the next.
    public enum Use {
        COPY,
        CORRECT,
        AS_FLOAT,
        AS_DOUBLE
    }

    private final Map<Use, MemorySegment> segments = new EnumMap<>(Use.class);

    /// Made at the first need: most runs copy nothing, and closing a shared arena takes 0.1 ms.
    private @Nullable Arena arena;

    /// At least `bytes` bytes and the padding that kernels read over, not cleared, valid until the next
    /// call for the same use.
    public MemorySegment take(Use use, long bytes) {
        MemorySegment known = segments.get(use);
        if (known == null || known.byteSize() < bytes + HostChunks.PADDING) {
            Arena owner = arena;
            if (owner == null) {
                // Shared like the stack's own memory: for another kind the JIT would compile the kernels anew.
                owner = Arena.ofShared();
                arena = owner;
            }
            known = OffHeap.allocate(owner, bytes + HostChunks.PADDING);
            segments.put(use, known);
        }
        return known;
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }
}
