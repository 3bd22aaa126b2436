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

    /// And of 16-bit pixels: 16384 x 131070 < 2^31.
    private static final int ROWS_OF_SHORTS = 16384;

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

    /// Whether `drain` must come before the next row.
    boolean isFull() {
        return rows == most;
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
    void drain(int[] out, int to) {
        int taken = (int) (rows * bias);
        int n = pairs ? length / 2 : (length + 1) / 2;
        int step = pairs ? 1 : 2;
        if (pixelBytes == 1) {
            addQuarters(even, n, out, to, step, taken);
        } else {
            addHalves(even, n, out, to, step, taken);
        }
        Arrays.fill(even, 0);
        if (!pairs) {
            if (pixelBytes == 1) {
                addQuarters(odd, length / 2, out, to + 1, 2, taken);
            } else {
                addHalves(odd, length / 2, out, to + 1, 2, taken);
            }
            Arrays.fill(odd, 0);
        }
        rows = 0;
    }

    /// Adds `n` fields of 16 bits to every `step`th sum.
    private static void addQuarters(long[] words, int n, int[] out, int to, int step, int taken) {
        int at = to;
        int w = 0;
        for (; w < n >> 2; w++, at += 4 * step) {
            long x = words[w];
            out[at] += (int) (x & 0xffff) - taken;
            out[at + step] += (int) (x >>> 16 & 0xffff) - taken;
            out[at + 2 * step] += (int) (x >>> 32 & 0xffff) - taken;
            out[at + 3 * step] += (int) (x >>> 48) - taken;
        }
        for (int i = 4 * w; i < n; i++, at += step) {
            out[at] += (int) (words[w] >>> 16 * (i & 3) & 0xffff) - taken;
        }
    }

    /// Adds `n` fields of 32 bits to every `step`th sum.
    private static void addHalves(long[] words, int n, int[] out, int to, int step, int taken) {
        int at = to;
        int w = 0;
        for (; w < n >> 1; w++, at += 2 * step) {
            out[at] += (int) words[w] - taken;
            out[at + step] += (int) (words[w] >>> 32) - taken;
        }
        if ((n & 1) == 1) {
            out[at] += (int) words[w] - taken;
        }
    }
}
