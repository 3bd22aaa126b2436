package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;

/// Rows of pixels are added up first, then neighbours in the row of sums.
abstract sealed class RowBins extends PatternBins permits SmallBins, WordBins, FloatBins {
    RowBins(Binning binning, Geometry raw, Geometry binned) {
        super(binning, raw, binned);
    }

    @Override
    final void bin(MemorySegment source, long row, int col, int scanCols, MemorySegment destination, long to) {
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
        store(destination, to);
    }

    /// Adds a row of detector pixels, those that fill no bin left out.
    abstract void add(MemorySegment source, long at);

    /// Puts the bins of the rows since the last call to index `to` of the pattern, and starts again.
    abstract void endRow(int to);

    /// Stores the pattern, and tells its extremes and whether it fits.
    abstract void store(MemorySegment destination, long at);
}
