package nbscope.io.internal.blosc2;

import java.lang.foreign.MemorySegment;
import nbscope.io.Region;
import nbscope.io.internal.array.BoxCopy;
import nbscope.io.internal.array.ElementCopy;
import nbscope.io.internal.array.Layout;

/// One read of a region: which blocks it touches, and the copying of each to its place. Parts are chunks, or pieces of
/// chunks where there are too few for the threads; they write to places that do not overlap.
final class BlockRead {
    private final BlockGrid grid;
    private final Offsets offsets;
    private final ChunkDecoder decoder;
    private final long[] start;
    private final long[] lengths;
    private final MemorySegment destination;
    private final ElementCopy copy;
    private final long[] outStride;
    private final long[] firstChunk;
    private final long[] chunkSpan;
    private final int chunkCount;

    BlockRead(
            BlockGrid grid,
            Offsets offsets,
            ChunkDecoder decoder,
            Region region,
            MemorySegment destination,
            ElementCopy copy) {
        this.grid = grid;
        this.offsets = offsets;
        this.decoder = decoder;
        this.start = region.start();
        this.lengths = region.shape();
        this.destination = destination;
        this.copy = copy;
        this.outStride = Layout.cOrder(lengths, copy.outBytes());
        int rank = start.length;
        firstChunk = new long[rank];
        chunkSpan = new long[rank];
        int count = 1;
        for (int i = 0; i < rank; i++) {
            firstChunk[i] = start[i] / grid.chunk[i];
            chunkSpan[i] = (start[i] + lengths[i] - 1) / grid.chunk[i] - firstChunk[i] + 1;
            count = Math.toIntExact(count * chunkSpan[i]);
        }
        chunkCount = count;
    }

    /// A multiple of the number of chunks; a few for each thread, so that none waits long for the last.
    int parts(int threads) {
        int wanted = threads == 1 ? 1 : 4 * threads;
        int pieces = Math.clamp((wanted + chunkCount - 1) / chunkCount, 1, grid.blockCount);
        return Math.multiplyExact(pieces, chunkCount);
    }

    void run(int part, int parts, Scratch scratch) {
        int pieces = parts / chunkCount;
        int rank = start.length;
        long[] low = new long[rank];
        long[] high = new long[rank];
        long[] origin = new long[rank];
        long index = 0;
        long rest = part / pieces;
        long[] at = new long[rank];
        for (int i = rank - 1; i >= 0; i--) {
            at[i] = firstChunk[i] + rest % chunkSpan[i];
            rest /= chunkSpan[i];
        }
        // The box of blocks that the region touches in this chunk.
        int[] firstBlock = new int[rank];
        int[] blockSpan = new int[rank];
        int blocks = 1;
        for (int i = 0; i < rank; i++) {
            index = index * grid.chunks[i] + at[i];
            origin[i] = at[i] * grid.chunk[i];
            low[i] = Math.max(start[i] - origin[i], 0);
            high[i] = Math.min(start[i] + lengths[i] - origin[i], grid.chunk[i]);
            firstBlock[i] = (int) (low[i] / grid.block[i]);
            blockSpan[i] = (int) ((high[i] - 1) / grid.block[i]) - firstBlock[i] + 1;
            blocks *= blockSpan[i];
        }
        int piece = part % pieces;
        int from = (int) ((long) blocks * piece / pieces);
        int to = (int) ((long) blocks * (piece + 1) / pieces);
        if (from < to) {
            ChunkHeader chunk = offsets.chunk((int) index, grid.blockBytes, scratch);
            for (int b = from; b < to; b++) {
                block(chunk, b, firstBlock, blockSpan, low, high, origin, scratch);
            }
        }
    }

    private void block(
            ChunkHeader chunk,
            int ordinal,
            int[] firstBlock,
            int[] blockSpan,
            long[] low,
            long[] high,
            long[] origin,
            Scratch scratch) {
        int rank = start.length;
        int[] at = new int[rank];
        int rest = ordinal;
        for (int i = rank - 1; i >= 0; i--) {
            at[i] = firstBlock[i] + rest % blockSpan[i];
            rest /= blockSpan[i];
        }
        int index = 0;
        int in = 0;
        int end = copy.inBytes();
        long out = 0;
        long[] box = new long[rank];
        for (int i = 0; i < rank; i++) {
            index = index * grid.blocks[i] + at[i];
            long first = (long) at[i] * grid.block[i];
            long a = Math.max(low[i], first);
            box[i] = Math.min(high[i], first + grid.block[i]) - a;
            in += (int) ((a - first) * grid.blockStride[i]);
            end += (int) ((a - first + box[i] - 1) * grid.blockStride[i]);
            out += (origin[i] + a - start[i]) * outStride[i];
        }
        decoder.block(chunk, index, end, scratch);
        BoxCopy.run(copy, decoder.mover(), box, scratch.data, in, grid.blockStride, destination, out, outStride);
    }
}
