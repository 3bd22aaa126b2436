package nbscope.io.internal.czi.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// LZW as in TIFF 6.0, section 13: codes of 9 to 12 bits, most significant bit first, one bit wider one code early.
/// An entry of the table is the text of one code and the byte behind it, so it stands in the pixels already.
final class LzwDecoder implements PayloadDecoder {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int CODES = 4096;

    private final long[] starts = new long[CODES];
    private final int[] lengths = new int[CODES];

    @Override
    public void decode(MemorySegment payload, TileShape shape, MemorySegment out) {
        long bits = payload.byteSize() * 8;
        long tile = shape.bytes();
        long to = 0;
        long before = 0;
        int next = END + 1;
        boolean fresh = true;
        for (long at = 0; to < tile; ) {
            int width = next < 511 ? 9 : next < 1023 ? 10 : next < 2047 ? 11 : 12;
            int code = at + width > bits ? END : code(payload, at, width);
            at += width;
            if (code == END) {
                break;
            }
            if (code == CLEAR) {
                next = END + 1;
                fresh = true;
                continue;
            }
            if (!fresh && next < CODES) {
                starts[next] = before;
                lengths[next] = (int) (to - before) + 1;
                next++;
            }
            if (code >= next) {
                throw new DamagedPayloadException(
                        "the LZW code " + code + " at bit " + (at - width), "a code below " + next);
            }
            before = to;
            to = write(code, out, to, tile);
            fresh = false;
        }
        RawDecoder.clear(out, to, shape);
    }

    /// The text of a code; what lies behind the tile is left out.
    private long write(int code, MemorySegment out, long to, long tile) {
        if (code < CLEAR) {
            out.set(BYTE, to, (byte) code);
            return to + 1;
        }
        int n = (int) Math.min(lengths[code], tile - to);
        // Byte by byte: the newest entry ends with the byte that is written first.
        for (int i = 0; i < n; i++) {
            out.set(BYTE, to + i, out.get(BYTE, starts[code] + i));
        }
        return to + n;
    }

    /// Up to 12 bits, which lie in three bytes; those behind the end count as zeros.
    private static int code(MemorySegment payload, long bit, int width) {
        long at = bit >> 3;
        int three = 0;
        for (int i = 0; i < 3; i++) {
            three = three << 8 | (at + i < payload.byteSize() ? payload.get(BYTE, at + i) & 0xFF : 0);
        }
        return three >> 24 - width - (int) (bit & 7) & (1 << width) - 1;
    }
}
