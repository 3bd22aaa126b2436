package nbscope.io.internal.czi.codec;

import java.lang.foreign.MemorySegment;

/// Pixels as they are.
final class RawDecoder implements PayloadDecoder {
    @Override
    public void decode(MemorySegment payload, TileShape shape, MemorySegment out) {
        copy(payload, shape, out);
    }

    /// The start of `pixels` as the tile, zeros behind it.
    static void copy(MemorySegment pixels, TileShape shape, MemorySegment out) {
        long n = Math.min(pixels.byteSize(), shape.bytes());
        MemorySegment.copy(pixels, 0, out, 0, n);
        clear(out, n, shape);
    }

    /// Zeros from byte `from` to the end of the tile.
    static void clear(MemorySegment out, long from, TileShape shape) {
        out.asSlice(from, shape.bytes() - from).fill((byte) 0);
    }
}
