package nbscope.io.internal.blosc2;

import java.lang.foreign.MemorySegment;
import nbscope.io.internal.array.BoxCopy;
import nbscope.io.internal.array.ElementCopy;

/// Puts elements into a chunk, whose blocks lie one after the other. Stateless.
record ChunkFill(BlockGrid grid, ElementCopy copy) {
    /// @param low    first element of a box of the chunk, along each axis
    /// @param high   one after its last
    /// @param from   of the box's first element in `source`
    /// @param stride bytes between neighbours in `source`
    void put(long[] low, long[] high, MemorySegment source, long from, long[] stride, byte[] chunk) {
        int rank = low.length;
        long[] first = new long[rank];
        long[] span = new long[rank];
        long blocks = 1;
        for (int i = 0; i < rank; i++) {
            first[i] = low[i] / grid.block[i];
            span[i] = (high[i] - 1) / grid.block[i] - first[i] + 1;
            blocks *= span[i];
        }
        MemorySegment target = MemorySegment.ofArray(chunk);
        long[] box = new long[rank];
        for (long ordinal = 0; ordinal < blocks; ordinal++) {
            long rest = ordinal;
            long in = from;
            long within = 0;
            long index = 0;
            long scale = 1;
            for (int i = rank - 1; i >= 0; i--) {
                long at = first[i] + rest % span[i];
                rest /= span[i];
                long begin = at * grid.block[i];
                long a = Math.max(low[i], begin);
                box[i] = Math.min(high[i], begin + grid.block[i]) - a;
                in += (a - low[i]) * stride[i];
                within += (a - begin) * grid.blockStride[i];
                index += at * scale;
                scale *= grid.blocks[i];
            }
            BoxCopy.run(copy, box, source, in, stride, target, index * grid.blockBytes + within, grid.blockStride);
        }
    }
}
