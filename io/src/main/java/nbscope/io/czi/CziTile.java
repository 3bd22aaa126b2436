package nbscope.io.czi;

import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// One sub-block, as the directory of the file lists it.
///
/// @param index        in the directory, from 0
/// @param offset       of its segment in the file
/// @param filePart     of a split file, 0 for the first
/// @param pixelType    null where the file names one that does not exist
/// @param pixelCode    the number of the pixel type in the file
/// @param compression  of the payload
/// @param position     dimension to start, `X` and `Y` among them, as the file has them
/// @param box          what it covers, in pixels of the full resolution
/// @param storedWidth  columns of the tile's own pixels; fewer than `box` has in a pyramid
/// @param storedHeight rows of the tile's own pixels
public record CziTile(
        int index,
        long offset,
        int filePart,
        @Nullable CziPixelType pixelType,
        int pixelCode,
        CziCompression compression,
        Map<Character, Integer> position,
        CziBox box,
        int storedWidth,
        int storedHeight) {
    /// Stored pixels per pixel of the full resolution, 1 outside of the pyramid.
    public double zoom() {
        return storedWidth > storedHeight ? (double) storedWidth / box.width() : (double) storedHeight / box.height();
    }

    /// The number of the tile in its mosaic, where it has one.
    public OptionalInt m() {
        return at('M');
    }

    /// Where it has one.
    public OptionalInt scene() {
        return at('S');
    }

    private OptionalInt at(char letter) {
        Integer start = position.get(letter);
        return start == null ? OptionalInt.empty() : OptionalInt.of(start);
    }
}
