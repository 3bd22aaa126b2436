package nbscope.io.internal.filter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Four numbers at a time in a long.
final class ScalarBytePairs implements BytePairs {
    static final BytePairs INSTANCE = new ScalarBytePairs();

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private ScalarBytePairs() {}

    @Override
    public void join(MemorySegment planes, long low, long high, MemorySegment out, long to, int n) {
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            long pairs = spread(planes.get(INT, low + i)) | spread(planes.get(INT, high + i)) << 8;
            out.set(LONG, to + 2L * i, pairs);
        }
        for (; i < n; i++) {
            out.set(ValueLayout.JAVA_BYTE, to + 2L * i, planes.get(ValueLayout.JAVA_BYTE, low + i));
            out.set(ValueLayout.JAVA_BYTE, to + 2L * i + 1, planes.get(ValueLayout.JAVA_BYTE, high + i));
        }
    }

    /// Bytes 0 to 3 to the places 0, 2, 4, 6.
    private static long spread(int bytes) {
        long x = bytes & 0xFFFF_FFFFL;
        x = (x | x << 16) & 0x0000_FFFF_0000_FFFFL;
        return (x | x << 8) & 0x00FF_00FF_00FF_00FFL;
    }
}
