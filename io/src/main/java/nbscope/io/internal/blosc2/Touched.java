package nbscope.io.internal.blosc2;

import nbscope.io.Region;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.TileBox;

/// The chunks of an array that a region touches, beside a packed buffer of the region's elements. Immutable.
final class Touched {
    private final BlockGrid grid;
    private final long[] start;
    private final long[] stop;
    private final long[] stride;
    private final TileBox chunks;

    /// @param region inside the array
    /// @param item   bytes of an element in the buffer
    /// @throws ArithmeticException for more chunks than an int can count
    Touched(BlockGrid grid, Region region, int item) {
        this.grid = grid;
        this.start = region.start();
        this.stop = region.shape();
        this.stride = Layout.cOrder(stop, item);
        for (int i = 0; i < stop.length; i++) {
            stop[i] += start[i];
        }
        this.chunks = TileBox.of(start, stop, grid.chunk);
        Math.toIntExact(chunks.count());
    }

    int count() {
        return (int) chunks.count();
    }

    /// What the region touches of one chunk.
    ///
    /// @param index  of the chunk in the array
    /// @param origin its first element in the array
    /// @param low    first element of the region in the chunk
    /// @param high   one after the last
    /// @param whole  whether that is all the chunk has of the array
    /// @param base   of the element at `low` in the buffer, in bytes
    /// @param stride bytes between neighbours in the buffer
    /// @param blocks of the chunk that hold elements of the region
    record Chunk(
            int index,
            long[] origin,
            long[] low,
            long[] high,
            boolean whole,
            long base,
            long[] stride,
            TileBox blocks) {}

    Chunk chunk(int ordinal) {
        long[] at = chunks.at(ordinal);
        int rank = at.length;
        long[] origin = new long[rank];
        long[] low = new long[rank];
        long[] high = new long[rank];
        long base = 0;
        boolean whole = true;
        for (int i = 0; i < rank; i++) {
            origin[i] = at[i] * grid.chunk[i];
            long used = grid.used(i, origin[i]);
            low[i] = Math.max(start[i] - origin[i], 0);
            high[i] = Math.min(stop[i] - origin[i], used);
            whole &= low[i] == 0 && high[i] == used;
            base += (origin[i] + low[i] - start[i]) * stride[i];
        }
        int index = (int) TileBox.index(at, grid.chunks);
        return new Chunk(index, origin, low, high, whole, base, stride, TileBox.of(low, high, grid.block));
    }
}
