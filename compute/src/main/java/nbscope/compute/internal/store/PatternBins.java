package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import nbscope.compute.internal.sums.Extremes;

/// Makes one binned pattern after another: rows of pixels are added up first, then neighbours in the row of
/// sums. For one thread.
abstract sealed class PatternBins permits SmallBins, WordBins, FloatBins {
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
        return raw.dtype().bytes() <= 2 ? new SmallBins(binning, raw, binned) : new WordBins(binning, raw, binned);
    }

    /// Bins the `scan` x `scan` patterns from scan row `row` and column `col` on.
    ///
    /// @param scanCols positions of a scan row in `source`
    final void bin(MemorySegment source, long row, int col, int scanCols) {
        int scan = binning.scan();
        int bin = binning.detector();
        long rowBytes = (long) raw.detCols() * raw.dtype().bytes();
        for (int r = 0; r < binned.detRows(); r++) {
            for (int y = 0; y < scan; y++) {
                for (int x = 0; x < scan; x++) {
                    long at = ((row + y) * scanCols + col + x) * raw.patternBytes() + (long) r * bin * rowBytes;
                    for (int k = 0; k < bin; k++) {
                        add(source, at + k * rowBytes);
                    }
                }
            }
            endRow(r * binned.detCols());
        }
    }

    /// Adds a row of detector pixels, those that fill no bin left out.
    abstract void add(MemorySegment source, long at);

    /// Puts the bins of the rows since the last call to index `to` of the pattern, and starts again.
    abstract void endRow(int to);

    /// Stores the pattern, and tells its extremes and whether it fits.
    abstract void store(MemorySegment destination, long at);

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
