package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.sums.Extremes;

/// Reads the pieces of a data set and has their patterns looked at on all cores, each core right after its share was
/// read. For one thread.
final class Intake {
    private final boolean direct;
    private final Regions regions;
    private final long patternBytes;
    private final Workers workers;

    /// Looks at some patterns; called from several threads at once.
    interface Look {
        /// @param first how many patterns of this pass were read before these
        Extremes at(MemorySegment patterns, int n, long first);
    }

    /// @param direct whether the cores read too; else the array has threads of its own for that
    Intake(boolean direct, Regions regions, long patternBytes, Workers workers) {
        this.direct = direct;
        this.regions = regions;
        this.patternBytes = patternBytes;
        this.workers = workers;
    }

    /// Reads a piece to the start of `destination`.
    ///
    /// @return the smallest and the largest value of all looks
    Extremes read(Regions.Piece piece, MemorySegment destination, Look look) {
        if (!direct) {
            regions.read(piece, destination);
        }
        var all = new AtomicReference<>(Extremes.NONE);
        workers.run(piece.patterns(), patternBytes, (from, to) -> {
            var patterns = destination.asSlice(from * patternBytes, (to - from) * patternBytes);
            if (direct) {
                read(piece, from, to, patterns);
            }
            var found = look.at(patterns, to - from, piece.first() + from);
            all.accumulateAndGet(found, Extremes::merge);
        });
        return all.get();
    }

    /// Patterns `from` to `to` of a piece, scan row by scan row.
    private void read(Regions.Piece piece, int from, int to, MemorySegment patterns) {
        for (int at = from; at < to; ) {
            int col = at % piece.cols();
            int n = Math.min(to - at, piece.cols() - col);
            int row = piece.row() + at / piece.cols();
            regions.read(
                    piece.frame(),
                    row,
                    1,
                    piece.col() + col,
                    n,
                    patterns.asSlice((at - from) * patternBytes, n * patternBytes));
            at += n;
        }
    }
}
