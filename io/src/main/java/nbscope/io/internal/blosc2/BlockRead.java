package nbscope.io.internal.blosc2;

import java.lang.foreign.MemorySegment;
import nbscope.io.Region;
import nbscope.io.internal.array.BoxCopy;
import nbscope.io.internal.array.ElementCopy;

/// One read of a region: which blocks it touches, and the copying of each to its place. Parts are chunks, or pieces of
/// chunks where there are too few for the threads; they write to places that do not overlap.
final class BlockRead {
    private final BlockGrid grid;
    private final Offsets offsets;
    private final ChunkDecoder decoder;
    private final MemorySegment destination;
    private final ElementCopy copy;
    private final Touched touched;

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
        this.destination = destination;
        this.copy = copy;
        this.touched = new Touched(grid, region, copy.outBytes());
    }

    /// A multiple of the number of chunks; a few for each thread, so that none waits long for the last.
    int parts(int threads) {
        int chunks = touched.count();
        if (chunks == 0) {
            return 0;
        }
        int wanted = threads == 1 ? 1 : 4 * threads;
        int pieces = Math.clamp((wanted + chunks - 1) / chunks, 1, grid.blockCount);
        return Math.multiplyExact(pieces, chunks);
    }

    void run(int part, int parts, Scratch scratch) {
        int pieces = parts / touched.count();
        Touched.Chunk chunk = touched.chunk(part / pieces);
        long blocks = chunk.blocks().count();
        int piece = part % pieces;
        long from = blocks * piece / pieces;
        long to = blocks * (piece + 1) / pieces;
        if (from < to) {
            ChunkHeader header = offsets.chunk(chunk.index(), grid.blockBytes, scratch);
            for (long b = from; b < to; b++) {
                block(header, grid.part(chunk, b), chunk.stride(), scratch);
            }
        }
    }

    private void block(ChunkHeader chunk, BlockGrid.Part part, long[] stride, Scratch scratch) {
        decoder.block(chunk, part.index(), part.end(), scratch);
        BoxCopy.run(
                copy,
                decoder.mover(),
                part.box(),
                scratch.data,
                part.inside(),
                grid.blockStride,
                destination,
                part.outside(),
                stride);
    }
}
