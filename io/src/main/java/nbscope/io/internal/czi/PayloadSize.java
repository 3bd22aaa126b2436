package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.czi.CziCompression;

/// How many bytes a payload will decode to, as far as its first bytes say it.
final class PayloadSize {
    private static final int ZSTD_MAGIC = 0xFD2FB528;

    private PayloadSize() {}

    /// Throws when a payload says that it has another size than its tile.
    static void check(
            ByteSource source, SubBlock block, CziCompression compression, MemorySegment payload, long wanted) {
        long found = switch (compression) {
            case RAW -> payload.byteSize();
            case ZSTD0 -> frame(payload, 0);
            case ZSTD1 -> frame(payload, payload.byteSize() > 0 ? payload.get(ValueLayout.JAVA_BYTE, 0) : 0);
            default -> -1;
        };
        if (found >= 0 && found != wanted) {
            throw source.malformed(
                    block.dataAt(),
                    "a payload that holds " + found + " bytes in sub-block " + block.row(),
                    wanted + " bytes of pixels; open the file with the resolution protocol to pad or cut it");
        }
    }

    /// The content size in the header of a Zstandard frame (RFC 8878, 3.1.1.1); -1 where it does not
    /// say.
    private static long frame(MemorySegment payload, long at) {
        if (at < 0 || at > payload.byteSize() - 18 || Segment.i32(payload, at) != ZSTD_MAGIC) {
            return -1;
        }
        int descriptor = payload.get(ValueLayout.JAVA_BYTE, at + 4) & 0xff;
        boolean single = (descriptor & 0x20) != 0;
        long field = at + 5 + (single ? 0 : 1) + new int[] {0, 1, 2, 4}[descriptor & 3];
        return switch (descriptor >> 6) {
            case 0 -> single ? payload.get(ValueLayout.JAVA_BYTE, field) & 0xff : -1;
            case 1 -> (Segment.i32(payload, field) & 0xffff) + 256L;
            case 2 -> Segment.i32(payload, field) & 0xffffffffL;
            default -> Segment.i64(payload, field);
        };
    }
}
