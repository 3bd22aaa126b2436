package nbscope.io.internal.blosc2;

import java.util.Arrays;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.TileBox;
import nbscope.io.internal.bytes.MappedFile;

/// How chunks tile the array and blocks tile a chunk, both in C order; blocks at an edge are padded to full size.
final class BlockGrid {
    private final long[] shape;
    final int[] chunk;
    final int[] block;
    /// Chunks along each axis.
    final long[] chunks;
    /// Blocks of a chunk along each axis.
    final long[] blocks;
    /// Blocks of a chunk.
    final int blockCount;
    /// Bytes of a block.
    final int blockBytes;
    /// Bytes between neighbours within a block, along each axis.
    final long[] blockStride;

    private final int item;

    private BlockGrid(B2ndMeta meta, int item) {
        this.shape = meta.shape();
        this.chunk = meta.chunk();
        this.block = meta.block();
        this.item = item;
        int rank = shape.length;
        chunks = new long[rank];
        blocks = new long[rank];
        for (int i = 0; i < rank; i++) {
            chunks[i] = chunk[i] == 0 ? 0 : Math.ceilDiv(shape[i], chunk[i]);
            blocks[i] = block[i] == 0 ? 0 : Math.ceilDiv(chunk[i], block[i]);
        }
        long[] blockShape = Arrays.stream(block).asLongStream().toArray();
        this.blockCount = isEmpty(meta) ? 0 : (int) Layout.bytes(blocks, 1);
        this.blockBytes = (int) Layout.bytes(blockShape, item);
        this.blockStride = Layout.cOrder(blockShape, item);
    }

    private static boolean isEmpty(B2ndMeta meta) {
        return Arrays.stream(meta.shape()).anyMatch(n -> n == 0);
    }

    /// Checks that array, chunks and blocks fit each other and the frame.
    static BlockGrid of(B2ndMeta meta, Frame frame, int item) {
        boolean empty = isEmpty(meta);
        for (int i = 0; i < meta.shape().length; i++) {
            long n = meta.shape()[i];
            int c = meta.chunk()[i];
            int b = meta.block()[i];
            if (n < 0 || c < 0 || b < 0 || (!empty && (c < 1 || b < 1 || b > c))) {
                throw bad(
                        frame.file(),
                        "axis " + i + " of length " + n + " in chunks of " + c + " and blocks of " + b,
                        "a block within a chunk");
            }
        }
        if (Layout.bytes(meta.shape(), item) < 0) {
            throw bad(frame.file(), "shape " + Arrays.toString(meta.shape()), "a possible number of bytes");
        }
        BlockGrid grid = new BlockGrid(meta, item);
        long[] padded = new long[grid.rank()];
        Arrays.setAll(padded, i -> grid.blocks[i] * grid.block[i]);
        long perChunk = Layout.bytes(padded, item);
        long count = Layout.bytes(grid.chunks, 1);
        boolean fits = empty || (perChunk == frame.chunk() && count == frame.chunks());
        if (!fits) {
            throw bad(
                    frame.file(),
                    count + " chunks of " + perChunk + " bytes for shape " + Arrays.toString(meta.shape()),
                    frame.chunks() + " of " + frame.chunk() + " as the frame says");
        }
        return grid;
    }

    /// Of an array that is yet to be made; the caller has checked that its parts fit each other.
    static BlockGrid planned(B2ndMeta meta, int item) {
        return new BlockGrid(meta, item);
    }

    /// What a box of a chunk covers of one of its blocks, and where that lies in the buffer beside the array.
    ///
    /// @param index   of the block in its chunk
    /// @param box     elements along each axis
    /// @param inside  of the first element in the block, in bytes
    /// @param end     where the last element ends in the block, in bytes
    /// @param outside of the first element in the buffer, in bytes
    record Part(int index, long[] box, int inside, int end, long outside) {}

    /// @param ordinal of the block among those that the chunk's box touches
    Part part(Touched.Chunk chunk, long ordinal) {
        long[] at = chunk.blocks().at(ordinal);
        long[] box = new long[at.length];
        int inside = 0;
        int end = item;
        long outside = chunk.base();
        for (int i = 0; i < at.length; i++) {
            long first = at[i] * block[i];
            long low = chunk.low()[i];
            long a = Math.max(low, first);
            box[i] = Math.min(chunk.high()[i], first + block[i]) - a;
            inside += (int) ((a - first) * blockStride[i]);
            end += (int) ((a - first + box[i] - 1) * blockStride[i]);
            outside += (a - low) * chunk.stride()[i];
        }
        return new Part((int) TileBox.index(at, blocks), box, inside, end, outside);
    }

    /// Elements along an axis that the chunk at `origin` has of the array, without its padding.
    long used(int axis, long origin) {
        return Math.min(chunk[axis], shape[axis] - origin);
    }

    /// Bytes of a chunk.
    int chunkBytes() {
        return blockCount * blockBytes;
    }

    private static MalformedDataException bad(MappedFile file, String found, String expected) {
        return file.malformed(-1, found, expected + "; the file is damaged, copy or write it again");
    }

    long[] shape() {
        return shape.clone();
    }

    int rank() {
        return shape.length;
    }
}
