package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import nbscope.compute.internal.sums.Extremes;

/// Sums of 2 x 2 pixels of unsigned 16 bit, of any number of patterns, by a kernel that takes a pattern
/// in one go.
final class PairBins extends PatternBins {
    private final PairKernel kernel;
    private final long[] rows;
    private final long step;
    private final int[] ends = {Integer.MAX_VALUE, Integer.MIN_VALUE};

    PairBins(PairKernel kernel, Binning binning, Geometry raw, Geometry binned) {
        super(binning, raw, binned);
        this.kernel = kernel;
        this.rows = new long[2 * binning.scan() * binning.scan()];
        this.step = 2L * raw.detCols() * raw.dtype().bytes();
    }

    @Override
    void bin(MemorySegment source, long row, int col, int scanCols, MemorySegment destination, long to) {
        int scan = binning.scan();
        int n = 0;
        for (int y = 0; y < scan; y++) {
            for (int x = 0; x < scan; x++) {
                long at = ((row + y) * scanCols + col + x) * raw.patternBytes();
                rows[n++] = at;
                rows[n++] = at + step / 2;
            }
        }
        ends[0] = Integer.MAX_VALUE;
        ends[1] = Integer.MIN_VALUE;
        int item = binned.dtype().bytes();
        kernel.bin(source, rows, binned.detRows(), step, binned.detCols(), destination, to, item, ends);
        seen = seen.merge(new Extremes(ends[0], ends[1]));
        fits &= Binning.fits(binned.dtype(), ends[0], ends[1]);
    }
}
