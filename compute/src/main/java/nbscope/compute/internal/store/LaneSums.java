package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import nbscope.io.DType;

/// Adds up rows of 8 and 16-bit integers, eight bytes at a time: the even and the odd pixels of a word are
/// added in fields of twice their width, and the fields are emptied before they can overflow. Exact. Plain
/// loops over arrays of one type, which the JIT turns into vector instructions without the Vector API; it
/// does so badly for loops that widen byte by byte.
///
/// Signed pixels get their sign bit flipped, which adds 128 or 32768, and give it back in the end. For one
/// thread.
final class LaneSums {
    static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Fields of two pixels' sums hold this many rows of 8-bit pixels: 128 x 510 < 65536.
    private static final int ROWS_OF_BYTES = 128;

    /// And of 16-bit pixels: 32768 x 131070 < 2^32.
    private static final int ROWS_OF_SHORTS = 32768;

    private final int pixelBytes;
    private final int length;
    private final boolean pairs;
    private final long flip;
    private final long bias;
    private final long mask;
    private final int shift;
    private final int most;
    private final long[] row;
    private final long[] even;
    private final long[] odd;
    private int rows;

    /// @param pairs  one sum for each two pixels, else one for each
    /// @param pixels pixels of a row; even where `pairs`
    LaneSums(DType dtype, int pixels, boolean pairs) {
        this.pixelBytes = dtype.bytes();
        this.length = pixels;
        this.pairs = pairs;
        boolean bytes = pixelBytes == 1;
        boolean signed = !dtype.isUnsigned();
        this.flip = !signed ? 0 : bytes ? 0x8080_8080_8080_8080L : 0x8000_8000_8000_8000L;
        this.bias = (pairs ? 2 : 1) * (!signed ? 0L : bytes ? 128 : 32768);
        this.mask = bytes ? 0x00ff_00ff_00ff_00ffL : 0x0000_ffff_0000_ffffL;
        this.shift = 8 * pixelBytes;
        this.most = bytes ? ROWS_OF_BYTES : ROWS_OF_SHORTS;
        int words = (pixels * pixelBytes + 7) / 8;
        this.row = new long[words];
        this.even = new long[words];
        this.odd = new long[pairs ? 0 : words];
    }

    /// Rows that may be added before `drain`.
    int most() {
        return most;
    }

    /// Adds the row that starts at byte `at`.
    void add(MemorySegment data, long at) {
        int bytes = length * pixelBytes;
        int whole = bytes >>> 3;
        MemorySegment.copy(data, WORD, at, row, 0, whole);
        if (whole < row.length) {
            long last = 0;
            for (int i = 8 * whole; i < bytes; i++) {
                last |= (data.get(ValueLayout.JAVA_BYTE, at + i) & 0xffL) << 8 * (i & 7);
            }
            row[whole] = last;
        }
        if (pairs) {
            addPairs(row, even, flip, mask, shift);
        } else {
            addEach(row, even, odd, flip, mask, shift);
        }
        rows++;
    }

    // hot loop
    private static void addPairs(long[] row, long[] sums, long flip, long mask, int shift) {
        for (int i = 0; i < sums.length; i++) {
            long x = row[i] ^ flip;
            sums[i] += (x & mask) + (x >>> shift & mask);
        }
    }

    // hot loop
    private static void addEach(long[] row, long[] even, long[] odd, long flip, long mask, int shift) {
        for (int i = 0; i < even.length; i++) {
            long x = row[i] ^ flip;
            even[i] += x & mask;
            odd[i] += x >>> shift & mask;
        }
    }

    /// Adds the sums of the rows since the last call to `out`, from index `to` on, and starts again.
    void drain(long[] out, int to) {
        long field = pixelBytes == 1 ? 0xffffL : 0xffff_ffffL;
        int width = 16 * pixelBytes;
        int log = pixelBytes == 1 ? 2 : 1;
        int inWord = (1 << log) - 1;
        long taken = rows * bias;
        int n = pairs ? length / 2 : (length + 1) / 2;
        for (int i = 0; i < n; i++) {
            int at = pairs ? to + i : to + 2 * i;
            int by = width * (i & inWord);
            out[at] += (even[i >> log] >>> by & field) - taken;
            if (!pairs && 2 * i + 1 < length) {
                out[at + 1] += (odd[i >> log] >>> by & field) - taken;
            }
        }
        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        rows = 0;
    }
}
