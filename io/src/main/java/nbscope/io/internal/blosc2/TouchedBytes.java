package nbscope.io.internal.blosc2;

import nbscope.io.Region;

/// Counts the stored bytes of the blocks that a region touches: their starts and streams, without decoding
/// one. What a chunk that is one repeated value takes is nothing.
final class TouchedBytes {
    private final BlockGrid grid;
    private final Snapshot snapshot;
    private final Scratch scratch;
    private final long[] start;
    private final long[] lengths;
    private long bytes;

    private TouchedBytes(BlockGrid grid, Snapshot snapshot, Scratch scratch, Region region) {
        this.grid = grid;
        this.snapshot = snapshot;
        this.scratch = scratch;
        this.start = region.start();
        this.lengths = region.shape();
    }

    /// @param region inside the array, with at least one element
    static long of(BlockGrid grid, Snapshot snapshot, Scratch scratch, Region region) {
        TouchedBytes count = new TouchedBytes(grid, snapshot, scratch, region);
        count.chunks(0, 0, new long[grid.rank()]);
        return count.bytes;
    }

    private void chunks(int axis, long index, long[] at) {
        if (axis == at.length) {
            ChunkHeader chunk = snapshot.offsets().chunk(Math.toIntExact(index), grid.blockBytes, scratch);
            if (chunk.special() == 0) {
                blocks(0, 0, at, chunk);
            }
            return;
        }
        long last = (start[axis] + lengths[axis] - 1) / grid.chunk[axis];
        for (long i = start[axis] / grid.chunk[axis]; i <= last; i++) {
            at[axis] = i;
            chunks(axis + 1, index * grid.chunks[axis] + i, at);
        }
    }

    private void blocks(int axis, int index, long[] at, ChunkHeader chunk) {
        if (axis == at.length) {
            bytes += chunk.stored() ? chunk.blockLength(index) : streams(chunk, index);
            return;
        }
        long origin = at[axis] * grid.chunk[axis];
        long low = Math.max(start[axis] - origin, 0);
        long high = Math.min(start[axis] + lengths[axis] - origin, grid.chunk[axis]);
        for (int i = (int) (low / grid.block[axis]); i <= (high - 1) / grid.block[axis]; i++) {
            blocks(axis + 1, index * grid.blocks[axis] + i, at, chunk);
        }
    }

    private static long streams(ChunkHeader chunk, int index) {
        long from = chunk.file().i32(chunk.offset() + chunk.headerBytes() + 4L * index, "a block offset");
        int n = chunk.blockLength(index);
        boolean split = chunk.split() && n == chunk.block() && n % chunk.item() == 0;
        long at = from;
        for (int i = split ? chunk.item() : 1; i > 0; i--) {
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
