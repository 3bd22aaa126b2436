package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.sums.Extremes;

/// Bins some scan positions in memory. Integer sums are exact; float sums are added in float64 and rounded
/// once. All cores work, each on positions of its own. Any thread, one call at a time.
final class Binner {
    private final Binning binning;
    private final Geometry raw;
    private final Geometry binned;
    private final Workers workers;

    /// Guarded by `this`.
    private Extremes values = Extremes.NONE;

    private boolean fits;

    /// @param binned the sizes of the result; its type may be too small
    Binner(Binning binning, Geometry raw, Geometry binned, Workers workers) {
        this.binning = binning;
        this.raw = raw;
        this.binned = binned;
        this.workers = workers;
    }

    /// Binned patterns of the positions in `source`, which holds `scan * rows` scan rows of `scan * cols`
    /// positions. Those of one row lie in a row, the next row `stride` positions further on.
    ///
    /// @return false when a value did not fit the type; `destination` is of no use then
    boolean run(MemorySegment source, int rows, int cols, MemorySegment destination, int first, int stride) {
        restart();
        int scan = binning.scan();
        workers.run(rows * cols, (long) scan * scan * raw.patternBytes(), (from, to) -> {
            var one = PatternBins.of(binning, raw, binned);
            for (int p = from; p < to; p++) {
                long at = (first + (long) (p / cols) * stride + p % cols) * binned.patternBytes();
                one.bin(source, (long) p / cols * scan, p % cols * scan, cols * scan, destination, at);
            }
            merge(one.seen, one.fits);
        });
        return fits();
    }

    private synchronized void restart() {
        values = Extremes.NONE;
        fits = true;
    }

    private synchronized boolean fits() {
        return fits;
    }

    /// Smallest and largest value that the last run stored; of a run that did not fit the sums, exactly.
    synchronized Extremes values() {
        return values;
    }

    private synchronized void merge(Extremes found, boolean all) {
        values = values.merge(found);
        fits &= all;
    }
}
