package nbscope.io.internal.filter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// By the filters of Blosc2, which work in arrays; then the elements are copied.
///
/// @param filters scalar or vector
record FilterBitPlanes(Filters filters) implements BitPlanes {
    private static final byte[] ZEROS = new byte[1 << 16];

    @Override
    public void join(int item, int n, byte[] planes, MemorySegment out, long to, Room room) {
        byte[] elements = room.elements(n);
        byte[] rows = room.rows(n);
        int row = n / item;
        if (item > 1 && isZero(planes, row, n)) {
            // Numbers below 256: only the lowest bytes have bits.
            filters.bitUnshuffle(1, row, planes, rows, elements);
            Arrays.fill(rows, row, n, (byte) 0);
            filters.unshuffle(item, n, rows, elements);
        } else {
            filters.bitUnshuffle(item, n, planes, elements, rows);
        }
        MemorySegment.copy(elements, 0, out, ValueLayout.JAVA_BYTE, to, n);
    }

    /// Whether all bytes of a range are 0.
    static boolean isZero(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at += ZEROS.length) {
            int end = Math.min(to, at + ZEROS.length);
            if (!Arrays.equals(bytes, at, end, ZEROS, 0, end - at)) {
                return false;
            }
        }
        return true;
    }
}
