package nbscope.compute.internal.sums;

import java.util.ArrayList;
import java.util.List;
import nbscope.compute.Detector;
import nbscope.compute.MaskDetector;
import nbscope.compute.RoundDetector;
import nbscope.compute.WeightedDetector;
import org.jspecify.annotations.Nullable;

/// What a detector asks of the kernels: few sets of pixels with one weight each, or a weight for every
/// pixel.
///
/// @param parts sets of pixels without overlap; empty for a soft mask, or when no pixel is selected
/// @param soft  the weights of a soft mask, else null
public record Selection(List<Part> parts, @Nullable WeightPlan soft) {
    /// More different weights than this are summed as a soft mask.
    private static final int MOST_PARTS = 8;

    /// @param weight what the sum over the pixels is multiplied by
    public record Part(double weight, Plan plan) {}

    /// @param detector  resolved
    /// @param pixelSize bytes per pixel
    /// @param excluded  pixels that no detector has; empty when there are none
    public static Selection of(Detector detector, int rows, int cols, int pixelSize, boolean[] excluded) {
        if (detector instanceof MaskDetector || detector instanceof WeightedDetector) {
            return weighted(Raster.weights(detector, rows, cols), pixelSize, excluded);
        }
        boolean[] selected = Raster.shape(detector, rows, cols);
        exclude(selected, excluded);
        Plan.Ring ring = detector instanceof RoundDetector d && d.kind() != RoundDetector.Kind.POINT
                ? new Plan.Ring(d.row(), d.col(), d.inner(), d.outer(), excluded)
                : null;
        return new Selection(List.of(new Part(1, Plan.of(selected, pixelSize, ring))), null);
    }

    private static Selection weighted(double[] map, int pixelSize, boolean[] excluded) {
        for (int p = 0; p < excluded.length; p++) {
            map[p] = excluded[p] ? 0 : map[p];
        }
        List<Double> values = new ArrayList<>();
        for (double w : map) {
            if (w != 0 && !values.contains(w)) {
                values.add(w);
                if (values.size() > MOST_PARTS) {
                    return new Selection(List.of(), WeightPlan.of(map, pixelSize));
                }
            }
        }
        List<Part> parts = new ArrayList<>();
        for (double value : values) {
            boolean[] selected = new boolean[map.length];
            for (int p = 0; p < map.length; p++) {
                selected[p] = map[p] == value;
            }
            parts.add(new Part(value, Plan.of(selected, pixelSize)));
        }
        return new Selection(parts, null);
    }

    private static void exclude(boolean[] selected, boolean[] excluded) {
        for (int p = 0; p < excluded.length; p++) {
            selected[p] &= !excluded[p];
        }
    }

    /// Whether integer data gives whole numbers that fit 64 bits, whatever the pixels hold.
    ///
    /// @param pixelBits bits of a pixel
    public boolean isExact(int pixelBits) {
        double most = 0;
        for (Part part : parts) {
            if (part.weight != Math.rint(part.weight)) {
                return false;
            }
            most += Math.abs(part.weight) * part.plan.count();
        }
        return soft == null && most * Math.pow(2, pixelBits) < Math.pow(2, 62);
    }
}
