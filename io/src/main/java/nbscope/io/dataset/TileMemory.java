package nbscope.io.dataset;

import java.lang.foreign.MemorySegment;

/// Where a cursor puts tiles that it copies. Belongs to one thread at a time.
@FunctionalInterface
public interface TileMemory {
    /// Memory outside the heap of at least so many bytes and [DataTile#PADDING] more; the same again
    /// and again, and valid until the next call.
    MemorySegment take(long bytes);
}
