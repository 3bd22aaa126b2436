package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import nbscope.compute.BadPixelSearch;
import nbscope.compute.BadPixels;
import nbscope.compute.internal.sums.Extremes;
import org.jspecify.annotations.Nullable;

/// Looks at every pattern right after it was read, while it is in the cache: what is bad in it, its smallest
/// and largest value; and mends it where that is asked for. Looks from many threads at once; all else is for
/// one.
final class Inspector {
    private final Geometry raw;
    private final BadPixels.Use use;
    private final @Nullable PixelStatistics statistics;
    private final boolean[] given;
    private BadPixels bad;
    private @Nullable Repair repair;
    private boolean surveyed;

    Inspector(Geometry raw, int frames, BadPixelSearch search, BadPixels.Use use) {
        this.raw = raw;
        this.use = use;
        this.statistics = search.find() ? new PixelStatistics(raw, frames) : null;
        boolean @Nullable [] known = search.given();
        this.given = known == null ? new boolean[raw.pixels()] : known;
        if (given.length != raw.pixels()) {
            throw new IllegalArgumentException("the mask of bad pixels has " + given.length
                    + " entries, the detector has " + raw.detRows() + " x " + raw.detCols() + " = " + raw.pixels()
                    + " pixels in the file");
        }
        this.bad = new BadPixels(raw.detRows(), raw.detCols(), given, 0, 0, 0, use);
        this.repair = use == BadPixels.Use.REPAIR && known != null ? new Repair(raw, given) : null;
    }

    /// Whether the bad pixels must be known before anything is kept: to mend what is yet to be found.
    boolean needsSurvey() {
        return statistics != null && use == BadPixels.Use.REPAIR;
    }

    /// Of the first pass of two: `n` patterns that are not kept.
    ///
    /// @param first how many were read before these
    Extremes survey(MemorySegment patterns, int n, long first) {
        var found = extremes(patterns);
        if (statistics != null) {
            statistics.add(patterns, n, first, found);
        }
        return found;
    }

    /// Ends the first pass of two.
    void endSurvey() {
        if (statistics != null) {
            bad = joined(statistics.find(use));
            repair = new Repair(raw, bad.mask());
            surveyed = true;
        }
    }

    /// Of `n` patterns that are kept as they are.
    ///
    /// @param first how many were read before these
    /// @return their smallest and largest value, mended
    Extremes keep(MemorySegment patterns, int n, long first) {
        boolean statistic = statistics != null && !surveyed;
        var found = statistic ? survey(patterns, n, first) : Extremes.NONE;
        if (repair != null) {
            repair.apply(patterns, n);
            return extremes(patterns);
        }
        return statistic ? found : extremes(patterns);
    }

    /// Of `n` patterns that will be binned.
    ///
    /// @param first how many were read before these
    Extremes pass(MemorySegment patterns, int n, long first) {
        if (statistics != null && !surveyed) {
            survey(patterns, n, first);
        }
        mend(patterns, n);
        return Extremes.NONE;
    }

    /// Of `n` patterns that were looked at before and are read again.
    void mend(MemorySegment patterns, int n) {
        if (repair != null) {
            repair.apply(patterns, n);
        }
    }

    private Extremes extremes(MemorySegment patterns) {
        return Extremes.of(raw.dtype(), patterns, 0, patterns.byteSize());
    }

    /// What was found and what was given.
    private BadPixels joined(BadPixels found) {
        boolean[] mask = found.mask();
        for (int p = 0; p < given.length; p++) {
            mask[p] |= given[p];
        }
        return new BadPixels(
                found.rows(), found.cols(), mask, found.hot(), found.saturated(), found.saturatedValues(), use);
    }

    /// After the last pattern.
    BadPixels bad() {
        if (statistics != null && !surveyed) {
            bad = joined(statistics.find(use));
        }
        return bad;
    }
}
