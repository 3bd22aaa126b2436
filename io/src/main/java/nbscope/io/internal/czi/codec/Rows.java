package nbscope.io.internal.czi.codec;

import java.lang.foreign.MemorySegment;

/// Puts an image into a tile of another size: cut at the right and below, filled with zeros (ZEISS's resolution
/// protocol).
final class Rows {
    private Rows() {}

    /// @param image `height` rows of `width` pixels of the tile's type
    static void copy(MemorySegment image, long width, long height, TileShape shape, MemorySegment out) {
        long from = width * shape.type().bytes();
        long to = shape.rowBytes();
        long rows = Math.min(height, shape.height());
        if (from == to) {
            MemorySegment.copy(image, 0, out, 0, rows * to);
        } else {
            long n = Math.min(from, to);
            for (long y = 0; y < rows; y++) {
                MemorySegment.copy(image, y * from, out, y * to, n);
                out.asSlice(y * to + n, to - n).fill((byte) 0);
            }
        }
        RawDecoder.clear(out, rows * to, shape);
    }
}
