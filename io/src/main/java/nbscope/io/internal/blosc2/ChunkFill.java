package nbscope.io.internal.blosc2;

import java.lang.foreign.MemorySegment;
import nbscope.io.internal.array.BoxCopy;
import nbscope.io.internal.array.ElementCopy;

/// Puts elements into a chunk, whose blocks lie one after the other. Stateless.
record ChunkFill(BlockGrid grid, ElementCopy copy) {
    /// @param source the buffer of the region that touches the chunk
    void put(Touched.Chunk touched, MemorySegment source, byte[] chunk) {
        MemorySegment target = MemorySegment.ofArray(chunk);
        for (long b = 0; b < touched.blocks().count(); b++) {
            BlockGrid.Part part = grid.part(touched, b);
            long to = (long) part.index() * grid.blockBytes + part.inside();
            BoxCopy.run(copy, part.box(), source, part.outside(), touched.stride(), target, to, grid.blockStride);
        }
    }
}
