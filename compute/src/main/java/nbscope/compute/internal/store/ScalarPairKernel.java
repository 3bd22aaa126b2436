package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import nbscope.io.Pixels;

/// Word by word; the oracle of the other one.
final class ScalarPairKernel implements PairKernel {
    @Override
    public void bin(
            MemorySegment source,
            long[] rows,
            int count,
            long step,
            int cols,
            MemorySegment destination,
            long to,
            int item,
            int[] ends) {
        for (int r = 0; r < count; r++) {
            part(source, rows, r * step, 0, cols, destination, to + (long) r * cols * item, item, ends);
        }
    }

    /// Bins `from` to `cols` of a row.
    static void part(
            MemorySegment source,
            long[] rows,
            long shift,
            int from,
            int cols,
            MemorySegment destination,
            long to,
            int item,
            int[] ends) {
        for (int c = from; c < cols; c++) {
            int sum = 0;
            for (long row : rows) {
                int word = source.get(Pixels.I32, row + shift + 4L * c);
                sum += (word & 0xffff) + (word >>> 16);
            }
            ends[0] = Math.min(ends[0], sum);
            ends[1] = Math.max(ends[1], sum);
            if (item == 2) {
                destination.set(Pixels.I16, to + 2L * c, (short) sum);
            } else {
                destination.set(Pixels.I32, to + 4L * c, sum);
            }
        }
    }
}
