package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Replaces bad pixels by the mean of their good neighbours, pattern by pattern, in place. A pixel without a
/// good neighbour among the 8 around it becomes 0 (NaN in floats). Any thread.
final class Repair {
    private final Geometry raw;
    private final List<int[]> bad = new ArrayList<>();

    /// @param mask one entry per pixel
    Repair(Geometry raw, boolean[] mask) {
        this.raw = raw;
        int cols = raw.detCols();
        for (int p = 0; p < mask.length; p++) {
            if (mask[p]) {
                bad.add(with(mask, p / cols, p % cols));
            }
        }
    }

    /// The pixel, then its good neighbours.
    private int[] with(boolean[] mask, int row, int col) {
        int cols = raw.detCols();
        List<Integer> numbers = new ArrayList<>();
        numbers.add(row * cols + col);
        for (int r = Math.max(0, row - 1); r <= Math.min(raw.detRows() - 1, row + 1); r++) {
            for (int c = Math.max(0, col - 1); c <= Math.min(cols - 1, col + 1); c++) {
                if (!mask[r * cols + c]) {
                    numbers.add(r * cols + c);
                }
            }
        }
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Of `n` patterns, one after another in memory.
    void apply(MemorySegment data, int n) {
        double[] one = new double[1];
        for (int i = 0; i < n; i++) {
            long at = (long) i * raw.patternBytes();
            for (int[] pixels : bad) {
                repair(data, at, pixels, one);
            }
        }
    }

    private void repair(MemorySegment data, long at, int[] pixels, double[] one) {
        int bytes = raw.dtype().bytes();
        double sum = 0;
        for (int k = 1; k < pixels.length; k++) {
            Pixels.toDoubles(raw.dtype(), data, at + (long) pixels[k] * bytes, one, 0, 1);
            sum += one[0];
        }
        double mean = sum / (pixels.length - 1);
        long where = at + (long) pixels[0] * bytes;
        if (raw.dtype() == DType.F32) {
            data.set(Pixels.F32, where, (float) mean);
        } else if (raw.dtype() == DType.F64) {
            data.set(Pixels.F64, where, mean);
        } else {
            // As NumPy's rint: halves to the even number. Not a number becomes 0.
            WordBins.write(raw.dtype(), new long[] {(long) Math.rint(mean)}, data, where);
        }
    }
}
