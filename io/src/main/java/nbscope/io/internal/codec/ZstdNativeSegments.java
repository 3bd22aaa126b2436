package nbscope.io.internal.codec;

import java.lang.foreign.MemorySegment;

/// Zstandard by the library. Unlike the calls for small blocks these do not hold up the garbage collector, however
/// slowly the pages of a mapped file come from the disk.
final class ZstdNativeSegments implements ZstdSegments {
    /// `ZSTD_error_dstSize_tooSmall` of zstd_errors.h.
    private static final long NO_ROOM = -70;

    private final ZstdNative zstd = new ZstdNative();

    static boolean available() {
        return ZstdNative.available();
    }

    @Override
    public long decode(MemorySegment in, MemorySegment out) {
        long n = zstd.decode(in, out);
        return n == NO_ROOM ? TOO_LONG : n < 0 || n > out.byteSize() ? DAMAGED : n;
    }
}
