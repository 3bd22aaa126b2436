package nbscope.compute;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nbscope.compute.internal.store.FrameStore;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.sums.Raster;
import nbscope.compute.internal.sums.Runs;
import nbscope.compute.internal.sums.Selection;
import nbscope.compute.internal.sums.Sums;
import nbscope.compute.internal.sums.Work;

/// Images and patterns of one frame. Callers hold the stack's guard.
final class Imaging {
    private final Geometry geometry;
    private final boolean[] excluded;

    /// What every result says of them; empty when there are none.
    private final List<String> leftOut;

    /// @param excluded pixels that no detector has, one entry per pixel; empty when there are none
    Imaging(Geometry geometry, boolean[] excluded) {
        this.geometry = geometry;
        this.excluded = excluded;
        this.leftOut = leftOut(excluded);
    }

    private static List<String> leftOut(boolean[] excluded) {
        int count = 0;
        for (boolean e : excluded) {
            count += e ? 1 : 0;
        }
        return count == 0 ? List.of() : List.of(count + (count == 1 ? " bad pixel" : " bad pixels") + " left out");
    }

    /// The pixels of a resolved detector.
    Selection select(Detector resolved) {
        return Selection.of(
                resolved,
                geometry.detRows(),
                geometry.detCols(),
                geometry.dtype().bytes(),
                excluded);
    }

    /// One weight per detector pixel, 0 for excluded ones.
    double[] weights(Detector resolved) {
        double[] weights = Raster.weights(resolved, geometry.detRows(), geometry.detCols());
        for (int p = 0; p < excluded.length; p++) {
            weights[p] = excluded[p] ? 0 : weights[p];
        }
        return weights;
    }

    /// A pattern's pixels times weights, summed; a weight of 0 leaves a pixel out.
    static double dot(Image pattern, double[] weights) {
        double sum = 0;
        for (int p = 0; p < weights.length; p++) {
            sum += weights[p] == 0 ? 0 : weights[p] * pattern.value(p / pattern.cols(), p % pattern.cols());
        }
        return sum;
    }

    Image image(FrameStore store, Selection selection) {
        long start = System.nanoTime();
        if (geometry.dtype().isInteger()
                && selection.isExact(8 * geometry.dtype().bytes())) {
            long[] sums = new long[geometry.positions()];
            Work work = exact(store, selection, sums);
            return done(Sums.image(geometry.scanRows(), geometry.scanCols(), sums), work, start);
        }
        double[] sums = new double[geometry.positions()];
        Work work = rounded(store, selection, sums);
        return done(Sums.image(geometry.scanRows(), geometry.scanCols(), sums), work, start);
    }

    private Work exact(FrameStore store, Selection selection, long[] sums) {
        var parts = selection.parts();
        if (parts.size() == 1 && parts.getFirst().weight() == 1) {
            return store.sums(parts.getFirst().plan(), sums);
        }
        Work work = new Work(ComputePath.BLOCK_SPARSE, 0);
        long[] one = new long[sums.length];
        for (Selection.Part part : parts) {
            work = work.plus(store.sums(part.plan(), one));
            long weight = (long) part.weight();
            for (int s = 0; s < sums.length; s++) {
                sums[s] += weight * one[s];
            }
        }
        return work;
    }

    private Work rounded(FrameStore store, Selection selection, double[] sums) {
        if (selection.soft() != null) {
            return store.weighted(selection.soft(), sums);
        }
        Work work = new Work(ComputePath.BLOCK_SPARSE, 0);
        double[] one = new double[sums.length];
        long[] whole = new long[geometry.dtype().isInteger() ? sums.length : 0];
        for (Selection.Part part : selection.parts()) {
            work = work.plus(whole.length > 0 ? store.sums(part.plan(), whole) : store.sums(part.plan(), one));
            for (int s = 0; s < sums.length; s++) {
                sums[s] += part.weight() * (whole.length > 0 ? whole[s] : one[s]);
            }
        }
        return work;
    }

    Image pattern(FrameStore store, int position) {
        long start = System.nanoTime();
        MemorySegment pixels = switch (geometry.dtype().bytes()) {
            case 1 -> MemorySegment.ofArray(new byte[geometry.pixels()]);
            case 2 -> MemorySegment.ofArray(new short[geometry.pixels()]);
            case 4 -> MemorySegment.ofArray(new int[geometry.pixels()]);
            default -> MemorySegment.ofArray(new long[geometry.pixels()]);
        };
        store.pattern(position, pixels);
        var image = Image.of(geometry.detRows(), geometry.detCols(), geometry.dtype(), pixels);
        return done(image, new Work(ComputePath.KEPT, geometry.patternBytes()), start);
    }

    /// The sum of the patterns at the positions of a region of interest.
    Image sumPattern(FrameStore store, Roi roi) {
        long start = System.nanoTime();
        if (roi.soft() == null && geometry.dtype().isInteger()) {
            long[] sums = new long[geometry.pixels()];
            Work work = store.patternSum(roi.positions(), sums);
            return done(Sums.image(geometry.detRows(), geometry.detCols(), sums), work, start);
        }
        double[] sums = new double[geometry.pixels()];
        Work work = roi.soft() == null ? store.patternSum(roi.positions(), sums) : store.patternSum(roi.soft(), sums);
        return done(Sums.image(geometry.detRows(), geometry.detCols(), sums), work, start);
    }

    /// The sum pattern divided by the sum of the weights.
    Image meanPattern(FrameStore store, Roi roi) {
        long start = System.nanoTime();
        var sum = sumPattern(store, roi);
        double weight = roi.weight();
        if (weight == 0) {
            throw new IllegalArgumentException(
                    "the region of interest has no scan position, so there is no mean pattern");
        }
        double[] means = new double[geometry.pixels()];
        for (int p = 0; p < means.length; p++) {
            means[p] = sum.value(p / geometry.detCols(), p % geometry.detCols()) / weight;
        }
        var image = Sums.image(geometry.detRows(), geometry.detCols(), means);
        return done(
                image,
                new Work(
                        sum.provenance().path(),
                        sum.provenance().bytesTouched(),
                        sum.provenance().notes()),
                start);
    }

    /// Scan positions, with a weight each when `soft` is not null.
    record Roi(Runs positions, double @org.jspecify.annotations.Nullable [] soft) {
        static Roi all(Geometry g) {
            return new Roi(Runs.all(g.positions()), null);
        }

        /// @param resolved in scan positions
        static Roi of(Detector resolved, Geometry g) {
            double[] weights = Raster.weights(resolved, g.scanRows(), g.scanCols());
            boolean[] selected = new boolean[weights.length];
            boolean plain = true;
            for (int s = 0; s < weights.length; s++) {
                selected[s] = weights[s] != 0;
                plain &= weights[s] == 0 || weights[s] == 1;
            }
            return new Roi(Runs.of(selected), plain ? null : weights);
        }

        double weight() {
            if (soft == null) {
                return positions.count();
            }
            double sum = 0;
            for (double w : soft) {
                sum += w;
            }
            return sum;
        }
    }

    private Image done(Image image, Work work, long start) {
        List<String> notes = new ArrayList<>(work.notes());
        notes.addAll(leftOut);
        return image.by(new Provenance(work.path(), work.bytes(), System.nanoTime() - start, notes));
    }
}
