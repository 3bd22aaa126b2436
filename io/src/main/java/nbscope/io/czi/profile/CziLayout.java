package nbscope.io.czi.profile;

import java.nio.file.Path;
import java.util.List;
import nbscope.io.internal.czi.profile.TileLayout;
import org.jspecify.annotations.Nullable;

/// Where the tiles of a plane lie.
///
/// @param file         its path
/// @param gridAligned  whether the tiles stand in columns and rows
/// @param columns      of the grid, 0 where they are scattered
/// @param rows         of the grid, 0 where they are scattered
/// @param largestShift how many pixels a tile lies off its column or row at most
/// @param overlap      mean share of a tile that neighbours cover, 0 to 1
/// @param words        all this as a sentence
/// @param tiles        in the order of the file
public record CziLayout(
        String file,
        boolean gridAligned,
        int columns,
        int rows,
        long largestShift,
        double overlap,
        String words,
        List<Place> tiles) {
    /// A tile.
    ///
    /// @param index  in the directory
    /// @param order  in the file, from 0
    /// @param offset in the file
    /// @param m      its number in the mosaic, null where it has none
    /// @param x      of its left column
    /// @param y      of its top row
    /// @param width  in pixels
    /// @param height in pixels
    public record Place(
            int index, int order, long offset, @Nullable Integer m, long x, long y, long width, long height) {}

    public CziLayout {
        tiles = List.copyOf(tiles);
    }

    /// @param scene null for all
    /// @throws IllegalArgumentException when the file has no such channel or scene
    public static CziLayout of(Path file, int channel, @Nullable Integer scene) {
        return TileLayout.of(file, channel, scene);
    }

    /// A picture: tiles coloured by their order in the file, dark first, with a line from each to the next.
    public String svg() {
        return TileLayout.svg(this);
    }
}
