package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import nbscope.compute.internal.sums.Extremes;
import nbscope.io.DType;

/// Makes one binned pattern after another. For one thread.
abstract sealed class PatternBins permits RowBins, PairBins {
    final Binning binning;
    final Geometry raw;
    final Geometry binned;

    /// Of the values that were stored.
    Extremes seen = Extremes.NONE;

    /// Whether each of them fitted the type.
    boolean fits = true;

    PatternBins(Binning binning, Geometry raw, Geometry binned) {
        this.binning = binning;
        this.raw = raw;
        this.binned = binned;
    }

    static PatternBins of(Binning binning, Geometry raw, Geometry binned) {
        if (!raw.dtype().isInteger()) {
            return new FloatBins(binning, raw, binned);
        }
        boolean sums = !binning.mean() && (binned.dtype() == DType.U16 || binned.dtype() == DType.U32);
        if (raw.dtype() == DType.U16 && binning.detector() == 2 && sums) {
            PairKernel kernel = PairKernel.TWIN.of(DType.U16);
            if (PairKernel.TWIN.compiled(DType.U16) != null) {
                return new PairBins(kernel, binning, raw, binned);
            }
        }
        return raw.dtype().bytes() <= 2 ? new SmallBins(binning, raw, binned) : new WordBins(binning, raw, binned);
    }

    /// Bins the `scan` x `scan` patterns from scan row `row` and column `col` on, and tells the
    /// extremes and whether they fit.
    ///
    /// @param scanCols positions of a scan row in `source`
    /// @param to       where the binned pattern goes
    abstract void bin(MemorySegment source, long row, int col, int scanCols, MemorySegment destination, long to);

    // hot loop
    static void addInts(int[] row, long[] sums, long mask) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i] & mask;
        }
    }

    // hot loop
    static void addFloats(float[] row, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i];
        }
    }

    // hot loop
    static void addDoubles(double[] row, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i];
        }
    }
}
