package nbscope.io.internal.blosc2;

import nbscope.io.Region;
import nbscope.io.internal.array.TileBox;

/// Counts the stored bytes of the blocks that a region touches: their starts and streams, without decoding
/// one. What a chunk that is one repeated value takes is nothing.
final class TouchedBytes {
    private TouchedBytes() {}

    /// @param region inside the array
    static long of(BlockGrid grid, Snapshot snapshot, Scratch scratch, Region region) {
        Touched touched = new Touched(grid, region, 1);
        long bytes = 0;
        for (int i = 0; i < touched.count(); i++) {
            Touched.Chunk chunk = touched.chunk(i);
            ChunkHeader header = snapshot.offsets().chunk(chunk.index(), grid.blockBytes, scratch);
            TileBox blocks = chunk.blocks();
            for (long b = 0; header.special() == 0 && b < blocks.count(); b++) {
                int index = (int) TileBox.index(blocks.at(b), grid.blocks);
                bytes += header.stored() ? header.blockLength(index) : streams(header, index);
            }
        }
        return bytes;
    }

    private static long streams(ChunkHeader chunk, int index) {
        long from = chunk.file().i32(chunk.offset() + chunk.headerBytes() + 4L * index, "a block offset");
        long at = from;
        for (int i = chunk.streams(chunk.blockLength(index)); i > 0; i--) {
            int size = at < 0 || at + 4 > chunk.bytes()
                    ? Integer.MAX_VALUE
                    : chunk.file().i32(chunk.offset() + at, "a stream length");
            at += 4L + (size < 0 ? 1 : size);
            if (at > chunk.bytes()) {
                throw chunk.file()
                        .malformed(
                                chunk.offset() + from,
                                "a block that leaves its chunk of " + chunk.bytes() + " bytes",
                                "a block inside; the file is damaged, copy or write it again");
            }
        }
        return 4 + at - from;
    }
}
