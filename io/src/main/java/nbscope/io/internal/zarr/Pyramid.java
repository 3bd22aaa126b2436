package nbscope.io.internal.zarr;

import java.util.ArrayList;
import java.util.List;

/// The levels of an image and how their planes are cut into files. A tile is what one file holds: a
/// shard, else a chunk. Tiles have an even number of rows and columns wherever there are several, so
/// that those of a level are halves of two times two of the level before.
record Pyramid(List<Level> levels) {
    /// @param chunkRows of a chunk; smaller than asked for where the plane is
    /// @param tileRows  of a file, whole chunks
    record Level(int index, long height, long width, int chunkRows, int chunkCols, int tileRows, int tileCols) {
        long tilesDown() {
            return Math.ceilDiv(height, tileRows);
        }

        long tilesAcross() {
            return Math.ceilDiv(width, tileCols);
        }

        int rows(long tile) {
            return (int) Math.min(tileRows, height - tile * tileRows);
        }

        int cols(long tile) {
            return (int) Math.min(tileCols, width - tile * tileCols);
        }

        long tileBytes(int item) {
            return (long) tileRows * tileCols * item;
        }
    }

    /// @param levels 0 for as many until the smaller side fits one chunk
    /// @param shard  chunks along a shard, 0 for none
    static Pyramid of(long height, long width, int levels, int chunk, int shard) {
        List<Level> out = new ArrayList<>();
        long h = height;
        long w = width;
        while (true) {
            int rows = (int) Math.min(chunk, h);
            int cols = (int) Math.min(chunk, w);
            int most = Math.max(1, shard);
            int down = (int) Math.min(most, Math.ceilDiv(h, rows));
            int across = (int) Math.min(most, Math.ceilDiv(w, cols));
            out.add(new Level(out.size(), h, w, rows, cols, rows * down, cols * across));
            boolean last = levels == 0 ? Math.min(h, w) <= chunk : out.size() == levels;
            if (last) {
                return new Pyramid(List.copyOf(out));
            }
            if (h == 1 && w == 1) {
                throw new IllegalArgumentException("an image of " + height + " x " + width + " pixels has no " + levels
                        + " levels; give at most " + out.size() + ", or auto");
            }
            h = Math.ceilDiv(h, 2);
            w = Math.ceilDiv(w, 2);
        }
    }

    Level get(int index) {
        return levels.get(index);
    }

    int count() {
        return levels.size();
    }
}
