package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import nbscope.compute.BadPixelSearch;
import nbscope.compute.BadPixels;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.sums.Extremes;
import org.jspecify.annotations.Nullable;

/// Looks at every pattern right after it was read, while it is in the cache: what is bad in it, its smallest
/// and largest value; and mends it where that is asked for. For one thread; works on all cores.
final class Inspector {
    private final Geometry raw;
    private final Workers workers;
    private final BadPixels.Use use;
    private final @Nullable PixelStatistics statistics;
    private BadPixels bad;
    private @Nullable Repair repair;
    private boolean surveyed;

    Inspector(Geometry raw, int frames, BadPixelSearch search, BadPixels.Use use, Workers workers) {
        this.raw = raw;
        this.workers = workers;
        this.use = use;
        this.statistics = search.find() ? new PixelStatistics(raw, frames, workers) : null;
        boolean[] given = search.given();
        boolean[] mask = given == null ? new boolean[raw.pixels()] : given;
        if (mask.length != raw.pixels()) {
            throw new IllegalArgumentException("the mask of bad pixels has " + mask.length
                    + " entries, the detector has " + raw.detRows() + " x " + raw.detCols() + " = " + raw.pixels()
                    + " pixels in the file");
        }
        this.bad = new BadPixels(raw.detRows(), raw.detCols(), mask, 0, 0, 0, use);
        this.repair = use == BadPixels.Use.REPAIR && given != null ? new Repair(raw, mask) : null;
    }

    /// Whether the bad pixels must be known before anything is kept: to mend what is yet to be found.
    boolean needsSurvey() {
        return statistics != null && use == BadPixels.Use.REPAIR;
    }

    /// Of the first pass of two: patterns that are not kept.
    void survey(MemorySegment region, int patterns) {
        if (statistics != null) {
            statistics.add(region, patterns, extremes(region, patterns));
        }
    }

    /// Ends the first pass of two.
    void endSurvey() {
        if (statistics != null) {
            bad = statistics.find(use);
            repair = new Repair(raw, bad.mask());
            surveyed = true;
        }
    }

    /// Of patterns that are kept, or binned and then kept.
    ///
    /// @param kept whether they are kept as they are
    /// @return their smallest and largest value, when they are kept
    Extremes look(MemorySegment region, int patterns, boolean kept) {
        Extremes found = null;
        if (statistics != null && !surveyed) {
            found = extremes(region, patterns);
            statistics.add(region, patterns, found);
        }
        if (repair != null) {
            repair.apply(region, patterns, workers);
        }
        if (!kept) {
            return Extremes.NONE;
        }
        return found == null ? extremes(region, patterns) : found;
    }

    private Extremes extremes(MemorySegment region, int patterns) {
        var all = new AtomicReference<>(Extremes.NONE);
        long bytes = raw.patternBytes();
        workers.run(patterns, bytes, (from, to) -> {
            var some = Extremes.of(raw.dtype(), region, from * bytes, (to - from) * bytes);
            all.accumulateAndGet(some, Extremes::merge);
        });
        return all.get();
    }

    /// After the last pattern.
    BadPixels bad() {
        if (statistics != null && !surveyed) {
            bad = statistics.find(use);
        }
        return bad;
    }
}
