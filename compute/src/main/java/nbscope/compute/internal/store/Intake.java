package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.sums.Extremes;
import nbscope.io.NdArray;

/// Reads the pieces of a data set and has their patterns looked at on all cores, each core right after
/// its share was read. For one thread.
final class Intake {
    private final Grain grain;
    private final Regions regions;
    private final long patternBytes;
    private final Workers workers;

    /// Looks at some patterns; called from several threads at once.
    interface Look {
        /// @param first how many patterns of this pass were read before these
        Extremes at(MemorySegment patterns, int n, long first);
    }

    /// @param grain how cores may share the reading
    Intake(Grain grain, Regions regions, long patternBytes, Workers workers) {
        this.grain = grain;
        this.regions = regions;
        this.patternBytes = patternBytes;
        this.workers = workers;
    }

    /// Reads a piece to the start of `destination`.
    ///
    /// @param from what it is read from
    /// @return the smallest and the largest value of all looks
    Extremes read(NdArray from, Regions.Piece piece, MemorySegment destination, Look look) {
        int step = grain.positions(piece.cols());
        boolean shared = step > 0 && piece.patterns() / step >= workers.threads();
        if (!shared) {
            from.read(regions.region(piece), destination);
            step = 1;
        }
        int each = step;
        NdArray alone = shared ? from.sequential() : from;
        var all = new AtomicReference<>(Extremes.NONE);
        workers.run(Math.ceilDiv(piece.patterns(), step), step * patternBytes, (a, b) -> {
            int start = a * each;
            int end = Math.min(piece.patterns(), b * each);
            var patterns = destination.asSlice(start * patternBytes, (end - start) * patternBytes);
            if (shared) {
                read(alone, piece, start, end, patterns);
            }
            var found = look.at(patterns, end - start, piece.first() + start);
            all.accumulateAndGet(found, Extremes::merge);
        });
        return all.get();
    }

    /// Patterns `start` to `end` of a piece, whole scan rows together.
    private void read(NdArray from, Regions.Piece piece, int start, int end, MemorySegment patterns) {
        for (int at = start; at < end; ) {
            int col = at % piece.cols();
            int rows = col == 0 ? Math.max(1, (end - at) / piece.cols()) : 1;
            int n = Math.min(end - at, piece.cols() - col);
            int row = piece.row() + at / piece.cols();
            from.read(
                    regions.region(piece.frame(), row, rows, piece.col() + col, n),
                    patterns.asSlice((at - start) * patternBytes, (long) rows * n * patternBytes));
            at += rows * n;
        }
    }
}
