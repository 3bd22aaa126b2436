package nbscope.compute.internal.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Pixels;
import nbscope.io.DType;

/// Fills a [RowPrefixIndex]: takes [#GROUP] patterns at a time, and of them one detector row, which is
/// transposed and summed in the first-level cache and leaves as a piece of every plane. Plain Java, four
/// u16 in a word. One thread.
public final class RowPrefixBuild {
    /// Patterns per step: 256 bytes of each u16 plane are written at once.
    public static final int GROUP = 128;

    /// Distance of two columns in the transposed row, in patterns. Not a power of two, so that a column of
    /// stores does not fall on a few sets of the cache.
    private static final int STRIDE = GROUP + 8;

    private static final int WORDS = STRIDE / 4;

    private static final long EVEN = RowPrefixIndex.EVEN;
    private static final long LOW = 0xffff_ffffL;
    private static final ValueLayout.OfLong I64 = RowPrefixIndex.I64;

    /// How a build ended.
    public enum Outcome {
        DONE,
        STOPPED,
        /// A sum passes the type of the planes.
        TOO_LARGE
    }

    private final HostChunks chunks;
    private final RowPrefixIndex index;
    private final BooleanSupplier goOn;
    private final int cols;
    private final MemorySegment[] segments = new MemorySegment[GROUP];
    private final long[] offsets = new long[GROUP];
    private final int[] bytes;

    /// One detector row of four patterns, four u16 in a word.
    private final long[][] lines;

    private final long[] narrow;
    private final int[] wide;
    private final long[] totals = new long[GROUP];
    private long largest;

    /// @param goOn asked after every detector row of a step (some 20 microseconds of work); may wait, to
    ///             let others go first; false ends the build
    public RowPrefixBuild(HostChunks chunks, RowPrefixIndex index, BooleanSupplier goOn) {
        this.chunks = chunks;
        this.index = index;
        this.goOn = goOn;
        this.cols = chunks.geometry().detCols();
        int words = (cols + 3) / 4;
        this.lines = new long[4][words];
        this.bytes = new int[chunks.geometry().dtype() == DType.U8 ? words : 0];
        this.narrow = new long[index.sums() == DType.U16 ? 4 * words * WORDS : 0];
        this.wide = new int[index.sums() == DType.U32 ? cols * STRIDE : 0];
    }

    public Outcome run() {
        int positions = chunks.geometry().positions();
        for (int first = 0; first < positions; first += GROUP) {
            int n = Math.min(GROUP, positions - first);
            find(first, n);
            Arrays.fill(totals, 0);
            for (int row = 0; row < chunks.geometry().detRows(); row++) {
                if (!goOn.getAsBoolean()) {
                    return Outcome.STOPPED;
                }
                if (index.sums() == DType.U16) {
                    narrow(row, first, n);
                } else {
                    wide(row, first, n);
                }
                if (index.sums() == DType.U16 && largest > 0xffff) {
                    return Outcome.TOO_LARGE;
                }
            }
            if (Arrays.stream(totals).anyMatch(t -> t > 0xffff_ffffL)) {
                return Outcome.TOO_LARGE;
            }
        }
        return Outcome.DONE;
    }

    private void find(int first, int n) {
        for (int g = 0; g < n; g++) {
            int chunk = chunks.chunkOf(first + g);
            segments[g] = chunks.chunk(chunk);
            offsets[g] = (long) (first + g - chunks.firstPosition(chunk))
                    * chunks.geometry().patternBytes();
        }
    }

    /// One detector row of pattern `g` into `line`, zeros behind its last pixel, and its sum into the
    /// statistics. Reads whole words, for which the chunks are padded. // hot loop
    private void read(int g, int row, long[] line) {
        if (bytes.length > 0) {
            long at = offsets[g] + (long) row * cols;
            MemorySegment.copy(segments[g], Pixels.I32, at, bytes, 0, bytes.length);
            for (int i = 0; i < line.length; i++) {
                long x = bytes[i] & LOW;
                x = (x | x << 16) & EVEN;
                line[i] = (x | x << 8) & 0x00ff_00ff_00ff_00ffL;
            }
        } else {
            MemorySegment.copy(segments[g], I64, offsets[g] + 2L * row * cols, line, 0, line.length);
        }
        if (cols % 4 != 0) {
            line[line.length - 1] &= (1L << 16 * (cols % 4)) - 1;
        }
        long pairs = 0;
        for (int i = 0; i < line.length; i++) {
            pairs += (line[i] & EVEN) + (line[i] >>> 16 & EVEN);
        }
        long sum = (pairs & LOW) + (pairs >>> 32);
        totals[g] += sum;
        largest = Math.max(largest, sum);
    }

    /// Transposes four patterns by four pixels at a time. // hot loop
    private void narrow(int row, int first, int n) {
        for (int g = 0; g < n; g += 4) {
            for (int j = 0; j < 4; j++) {
                if (g + j < n) {
                    read(g + j, row, lines[j]);
                } else {
                    Arrays.fill(lines[j], 0);
                }
            }
            transpose(g / 4);
        }
        for (int i = WORDS; i < cols * WORDS; i++) {
            narrow[i] += narrow[i - WORDS];
        }
        for (int c = 0; c < cols; c++) {
            long to = index.offset(row * cols + c, first);
            MemorySegment.copy(narrow, c * WORDS, index.planes(), I64, to, (n + 3) / 4);
        }
    }

    // hot loop
    private void transpose(int word) {
        long[] a = lines[0];
        long[] b = lines[1];
        long[] c = lines[2];
        long[] d = lines[3];
        for (int i = 0, at = word; i < a.length; i++, at += 4 * WORDS) {
            long ab02 = a[i] & EVEN | (b[i] & EVEN) << 16;
            long ab13 = a[i] >>> 16 & EVEN | b[i] & ~EVEN;
            long cd02 = c[i] & EVEN | (d[i] & EVEN) << 16;
            long cd13 = c[i] >>> 16 & EVEN | d[i] & ~EVEN;
            narrow[at] = ab02 & LOW | cd02 << 32;
            narrow[at + WORDS] = ab13 & LOW | cd13 << 32;
            narrow[at + 2 * WORDS] = ab02 >>> 32 | cd02 & ~LOW;
            narrow[at + 3 * WORDS] = ab13 >>> 32 | cd13 & ~LOW;
        }
    }

    // hot loop
    private void wide(int row, int first, int n) {
        long[] line = lines[0];
        for (int g = 0; g < n; g++) {
            read(g, row, line);
            for (int c = 0, at = g; c < cols; c++, at += STRIDE) {
                wide[at] = (int) (line[c >> 2] >>> 16 * (c & 3)) & 0xffff;
            }
        }
        for (int i = STRIDE; i < cols * STRIDE; i++) {
            wide[i] += wide[i - STRIDE];
        }
        for (int c = 0; c < cols; c++) {
            long to = index.offset(row * cols + c, first);
            MemorySegment.copy(wide, c * STRIDE, index.planes(), Pixels.I32, to, n);
        }
    }
}
