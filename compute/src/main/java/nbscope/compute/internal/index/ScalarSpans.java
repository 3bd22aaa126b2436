package nbscope.compute.internal.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import nbscope.io.Pixels;

/// Plain Java: four u16 sums are subtracted and added in one 64-bit word, in loops over arrays that the JIT
/// turns into vector code early.
final class ScalarSpans implements SpanKernel {
    private static final long EVEN = RowPrefixIndex.EVEN;

    /// A row's prefix never falls, so no lane borrows from the next. Word `i` holds positions `4 i` to `4 i
    /// + 3`; `even` gets positions 0 and 2, `odd` 1 and 3. // hot loop
    @Override
    public void shorts(MemorySegment planes, long[] ends, int n, long[] out, int outFrom) {
        int words = (n + 3) / 4;
        long[] high = new long[words];
        long[] low = new long[words];
        long[] even = new long[words];
        long[] odd = new long[words];
        for (int k = 0; k < ends.length; k += 2) {
            MemorySegment.copy(planes, RowPrefixIndex.I64, ends[k], high, 0, words);
            if (ends[k + 1] < 0) {
                Arrays.fill(low, 0);
            } else {
                MemorySegment.copy(planes, RowPrefixIndex.I64, ends[k + 1], low, 0, words);
            }
            for (int i = 0; i < words; i++) {
                long d = high[i] - low[i];
                even[i] += d & EVEN;
                odd[i] += d >>> 16 & EVEN;
            }
        }
        for (int i = 0; i < n; i++) {
            long pair = (i & 1) == 0 ? even[i >> 2] : odd[i >> 2];
            out[outFrom + i] = (i & 2) == 0 ? pair & 0xffff_ffffL : pair >>> 32;
        }
    }

    // hot loop
    @Override
    public void ints(MemorySegment planes, long[] ends, boolean unsigned, int n, long[] out, int outFrom) {
        int[] high = new int[n];
        int[] low = new int[n];
        long[] sum = new long[n];
        long mask = unsigned ? 0xffff_ffffL : -1L;
        for (int k = 0; k < ends.length; k += 2) {
            MemorySegment.copy(planes, Pixels.I32, ends[k], high, 0, n);
            if (ends[k + 1] < 0) {
                Arrays.fill(low, 0);
            } else {
                MemorySegment.copy(planes, Pixels.I32, ends[k + 1], low, 0, n);
            }
            for (int i = 0; i < n; i++) {
                sum[i] += high[i] - low[i] & mask;
            }
        }
        System.arraycopy(sum, 0, out, outFrom, n);
    }
}
