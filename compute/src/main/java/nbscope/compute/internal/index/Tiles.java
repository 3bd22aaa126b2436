package nbscope.compute.internal.index;

import nbscope.compute.internal.store.Geometry;

/// Where planes over the scan lie, one plane per detector pixel. Positions lie in tiles of [#TILE]; within
/// a tile the planes follow each other in the order of the pixels.
///
/// @param geometry the frame
/// @param bytes    bytes of a value
record Tiles(Geometry geometry, int bytes) {
    /// Positions per tile: planes of 8 KiB and more, long enough to stream and short enough to write while
    /// they are in cache.
    static final int TILE = 4096;

    /// Positions that are worked on at once: their sums stay in the first-level cache.
    static final int BLOCK = 2048;

    /// A plane is a whole number of 64-byte lines, in the last tile too.
    static final int LINE = 32;

    long size() {
        int positions = geometry.positions();
        return ((long) positions / TILE * TILE + lines(positions % TILE)) * geometry.pixels() * bytes;
    }

    /// Where the value of a pixel at a position lies, in bytes.
    long offset(int pixel, int position) {
        int tile = position / TILE;
        long plane = (long) tile * TILE * geometry.pixels() + (long) pixel * width(position);
        return (plane + position % TILE) * bytes;
    }

    /// Positions of a plane in the tile of a position, with the unused ones at its end.
    int width(int position) {
        return lines(Math.min(TILE, geometry.positions() - position / TILE * TILE));
    }

    int blocks() {
        return (geometry.positions() + BLOCK - 1) / BLOCK;
    }

    static int lines(int positions) {
        return (positions + LINE - 1) / LINE * LINE;
    }
}
