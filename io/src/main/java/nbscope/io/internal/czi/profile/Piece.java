package nbscope.io.internal.czi.profile;

import nbscope.io.czi.CziBox;
import org.jspecify.annotations.Nullable;

/// A piece of work: one tile that is painted into the mosaic, or a box that is read as a region.
///
/// @param tiles    rows of the directory that are asked for
/// @param painting place of the tile in the painting, -1 for a region
/// @param region   null for a tile
/// @param offset   of the first tile in the file
/// @param x        of the left column
/// @param y        of the top row
/// @param pixels   that are asked for, as stored
record Piece(int[] tiles, int painting, @Nullable CziBox region, long offset, long x, long y, long pixels) {
    int first() {
        return tiles[0];
    }

    int count() {
        return tiles.length;
    }
}
