package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.internal.czi.codec.TilePixels;

/// Copies rectangles of pixels into the rows of an output. Stateless but for the output.
///
/// @param out    the pixels in C order; several threads may write disjoint parts
/// @param width  of its rows in pixels
/// @param pixel  bytes of one pixel
record Raster(MemorySegment out, int width, int pixel) {
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED;

    long at(int x, int y) {
        return ((long) y * width + x) * pixel;
    }

    void clear(Part part) {
        long bytes = (long) part.width() * pixel;
        if (part.width() == width) {
            out.asSlice(at(0, part.top()), bytes * part.height()).fill((byte) 0);
            return;
        }
        for (int y = part.top(); y < part.bottom(); y++) {
            out.asSlice(at(part.left(), y), bytes).fill((byte) 0);
        }
    }

    /// Pixel for pixel.
    ///
    /// @param dx column of the tile that lies at column 0 of the output
    /// @param dy row of the tile that lies at row 0 of the output
    void copy(TilePixels tile, int tileWidth, long dx, long dy, Part part) {
        long bytes = (long) part.width() * pixel;
        long row = (long) tileWidth * pixel;
        long from = ((part.top() + dy) * tileWidth + part.left() + dx) * pixel;
        long to = at(part.left(), part.top());
        for (int y = part.top(); y < part.bottom(); y++) {
            tile.copy(from, out, to, bytes);
            from += row;
            to += (long) width * pixel;
        }
    }

    /// Single pixels.
    ///
    /// @param columns for each column of the part the column of the tile
    /// @param rows    for each row of the part the row of the tile
    void pick(MemorySegment tile, int tileWidth, int[] columns, int[] rows, Part part) {
        for (int y = 0; y < part.height(); y++) {
            long from = (long) rows[y] * tileWidth * pixel;
            long to = at(part.left(), part.top() + y);
            for (int x = 0; x < part.width(); x++) {
                move(tile, from + (long) columns[x] * pixel, to + (long) x * pixel);
            }
        }
    }

    void move(MemorySegment tile, long from, long to) {
        switch (pixel) {
            case 1 -> out.set(ValueLayout.JAVA_BYTE, to, tile.get(ValueLayout.JAVA_BYTE, from));
            case 2 -> out.set(I16, to, tile.get(I16, from));
            case 4 -> out.set(I32, to, tile.get(I32, from));
            case 8 -> out.set(I64, to, tile.get(I64, from));
            default -> MemorySegment.copy(tile, from, out, to, pixel);
        }
    }
}
