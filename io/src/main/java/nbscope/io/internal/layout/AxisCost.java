package nbscope.io.internal.layout;

/// How many tiles a window of `patch` elements touches along one axis. Chunks of `chunk` elements start at
/// 0, blocks of `block` elements start anew in each chunk; a tile counts as touched when it shares an
/// element with the window.
///
/// Windows start at 0 to `length - patch`. Sums over all of them are closed forms, exact while the tiles
/// touched by all windows together are fewer than 2^63.
///
/// @param length elements of the axis, at least 1
/// @param chunk elements of a chunk
/// @param block elements of a block, at most `chunk`
/// @param patch elements of the window, 1 to `length`
public record AxisCost(long length, long chunk, long block, long patch) {
    /// Blocks that a window starting at `offset` touches.
    public long blocksAt(long offset) {
        return tile(offset + patch - 1, block) - tile(offset, block) + 1;
    }

    /// Chunks that a window starting at `offset` touches.
    public long chunksAt(long offset) {
        return (offset + patch - 1) / chunk - offset / chunk + 1;
    }

    /// Blocks touched, the mean over all windows.
    public double meanBlocks() {
        return mean(block);
    }

    /// Chunks touched, the mean over all windows.
    public double meanChunks() {
        return mean(chunk);
    }

    /// A window's tiles are those from its first element's to its last one's, so the sum over all windows
    /// is that of the tile numbers of all last elements less that of all first ones, plus one for each.
    private double mean(long size) {
        long windows = length - patch + 1;
        long touched = tilesBefore(length, size) - tilesBefore(patch - 1, size) - tilesBefore(windows, size) + windows;
        return (double) touched / windows;
    }

    /// The number of the tile that element `x` lies in, counted from the start of the axis.
    private long tile(long x, long size) {
        return x / chunk * perChunk(size) + x % chunk / size;
    }

    private long perChunk(long size) {
        return (chunk + size - 1) / size;
    }

    /// The sum of `tile(x)` over the elements before `end`; overflow cancels in the difference.
    private long tilesBefore(long end, long size) {
        long whole = end / chunk;
        long rest = end % chunk;
        long per = perChunk(size);
        return chunk * per * pairs(whole) + whole * inChunk(chunk, size) + per * whole * rest + inChunk(rest, size);
    }

    /// The sum of `x / size` over x from 0 to `end - 1`.
    private static long inChunk(long end, long size) {
        long whole = end / size;
        return size * pairs(whole) + whole * (end % size);
    }

    /// n (n - 1) / 2 with the even factor halved first, so that wrapping around stays exact.
    private static long pairs(long n) {
        return n % 2 == 0 ? n / 2 * (n - 1) : n * ((n - 1) / 2);
    }
}
