package nbscope.compute.internal.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import nbscope.compute.internal.store.Geometry;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Rows of u8 or u16 pixels into u16 planes of row sums; refuses row sums above 65,535. Plain Java, four u16
/// in a word.
final class ShortTurner implements RowTurner {
    /// Distance of two columns in the turned row, in patterns. Not a power of two, so that a column of
    /// stores does not fall on a few sets of the cache.
    private static final int STRIDE = Group.MOST + 8;

    private static final int WORDS = STRIDE / 4;

    private static final long EVEN = RowPrefixIndex.EVEN;
    private static final long LOW = 0xffff_ffffL;

    private final RowPrefixIndex index;
    private final int cols;
    private final int[] bytes;

    /// One detector row of four patterns, four u16 in a word.
    private final long[][] lines;

    private final long[] turned;

    ShortTurner(RowPrefixIndex index) {
        Geometry g = index.geometry();
        this.index = index;
        this.cols = g.detCols();
        int words = (cols + 3) / 4;
        this.lines = new long[4][words];
        this.bytes = new int[g.dtype() == DType.U8 ? words : 0];
        this.turned = new long[4 * words * WORDS];
    }

    @Override
    public boolean turn(Group group, int row) {
        int n = group.count();
        long largest = 0;
        for (int g = 0; g < n; g += 4) {
            for (int j = 0; j < 4; j++) {
                if (g + j < n) {
                    largest = Math.max(largest, read(group.segment(g + j), group.offset(g + j), row, lines[j]));
                } else {
                    Arrays.fill(lines[j], 0);
                }
            }
            transpose(lines, turned, g / 4);
        }
        add(turned, cols * WORDS);
        for (int c = 0; c < cols; c++) {
            long to = index.tiles().offset(row * cols + c, group.first());
            MemorySegment.copy(turned, c * WORDS, index.planes(), RowPrefixIndex.I64, to, (n + 3) / 4);
        }
        return largest <= 0xffff;
    }

    /// One detector row of a pattern into `line`, zeros behind its last pixel. Reads whole words, for which
    /// the chunks are padded.
    ///
    /// @return the sum of the row // hot loop
    private long read(MemorySegment data, long pattern, int row, long[] line) {
        if (bytes.length > 0) {
            MemorySegment.copy(data, Pixels.I32, pattern + (long) row * cols, bytes, 0, bytes.length);
            for (int i = 0; i < line.length; i++) {
                long x = bytes[i] & LOW;
                x = (x | x << 16) & EVEN;
                line[i] = (x | x << 8) & 0x00ff_00ff_00ff_00ffL;
            }
        } else {
            MemorySegment.copy(data, RowPrefixIndex.I64, pattern + 2L * row * cols, line, 0, line.length);
        }
        if (cols % 4 != 0) {
            line[line.length - 1] &= (1L << 16 * (cols % 4)) - 1;
        }
        long pairs = 0;
        for (int i = 0; i < line.length; i++) {
            pairs += (line[i] & EVEN) + (line[i] >>> 16 & EVEN);
        }
        return (pairs & LOW) + (pairs >>> 32);
    }

    private static void add(long[] turned, int n) {
        for (int i = WORDS; i < n; i++) {
            turned[i] += turned[i - WORDS];
        }
    }

    /// Four patterns by four pixels at a time. // hot loop
    private static void transpose(long[][] lines, long[] turned, int word) {
        long[] a = lines[0];
        long[] b = lines[1];
        long[] c = lines[2];
        long[] d = lines[3];
        for (int i = 0, at = word; i < a.length; i++, at += 4 * WORDS) {
            long ab02 = a[i] & EVEN | (b[i] & EVEN) << 16;
            long ab13 = a[i] >>> 16 & EVEN | b[i] & ~EVEN;
            long cd02 = c[i] & EVEN | (d[i] & EVEN) << 16;
            long cd13 = c[i] >>> 16 & EVEN | d[i] & ~EVEN;
            turned[at] = ab02 & LOW | cd02 << 32;
            turned[at + WORDS] = ab13 & LOW | cd13 << 32;
            turned[at + 2 * WORDS] = ab02 >>> 32 | cd02 & ~LOW;
            turned[at + 3 * WORDS] = ab13 >>> 32 | cd13 & ~LOW;
        }
    }
}
