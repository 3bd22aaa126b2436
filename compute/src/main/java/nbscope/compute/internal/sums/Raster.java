package nbscope.compute.internal.sums;

import nbscope.compute.BoxDetector;
import nbscope.compute.Detector;
import nbscope.compute.MaskDetector;
import nbscope.compute.PolygonDetector;
import nbscope.compute.RoundDetector;
import nbscope.compute.SectorDetector;
import nbscope.compute.WeightedDetector;

/// The pixels of resolved detectors (in pixels, with a centre): the one place that says which pixel belongs
/// to which shape.
public final class Raster {
    private Raster() {}

    /// One weight per pixel, row by row.
    public static double[] weights(Detector detector, int rows, int cols) {
        double[] map = new double[rows * cols];
        add(detector, 1, rows, cols, map);
        return map;
    }

    private static void add(Detector detector, double weight, int rows, int cols, double[] map) {
        switch (detector) {
            case WeightedDetector sum ->
                sum.terms().forEach(t -> add(t.detector(), weight * t.weight(), rows, cols, map));
            case MaskDetector mask -> {
                for (int p = 0; p < map.length; p++) {
                    map[p] += weight * mask.weight(p / cols, p % cols);
                }
            }
            case RoundDetector _, SectorDetector _, BoxDetector _, PolygonDetector _ -> {
                boolean[] selected = shape(detector, rows, cols);
                for (int p = 0; p < map.length; p++) {
                    map[p] += selected[p] ? weight : 0;
                }
            }
        }
    }

    /// The pixels of a shape, row by row.
    ///
    /// @param detector no mask and no weighted one
    public static boolean[] shape(Detector detector, int rows, int cols) {
        boolean[] selected = new boolean[rows * cols];
        switch (detector) {
            case RoundDetector d -> round(d, rows, cols, selected);
            case SectorDetector d -> sector(d, rows, cols, selected);
            case BoxDetector d -> box(d, cols, selected);
            case PolygonDetector d -> polygon(d, rows, cols, selected);
            case MaskDetector _, WeightedDetector _ ->
                throw new IllegalArgumentException(detector + " has weights and is no plain shape");
        }
        return selected;
    }

    private static void round(RoundDetector d, int rows, int cols, boolean[] selected) {
        if (d.kind() == RoundDetector.Kind.POINT) {
            long row = Math.round(d.row());
            long col = Math.round(d.col());
            if (row >= 0 && row < rows && col >= 0 && col < cols) {
                selected[(int) (row * cols + col)] = true;
            }
            return;
        }
        double inner = d.inner() * d.inner();
        double outer = d.outer() * d.outer();
        for (int r = 0; r < rows; r++) {
            double dr = (r - d.row()) * (r - d.row());
            for (int c = 0; c < cols; c++) {
                double r2 = dr + (c - d.col()) * (c - d.col());
                selected[r * cols + c] = r2 >= inner && r2 < outer;
            }
        }
    }

    private static void sector(SectorDetector d, int rows, int cols, boolean[] selected) {
        round(d.ring(), rows, cols, selected);
        double width = d.to() - d.from();
        for (int p = 0; p < selected.length; p++) {
            if (selected[p]) {
                double angle = Math.toDegrees(Math.atan2(
                        Math.floorDiv(p, cols) - d.ring().row(),
                        p % cols - d.ring().col()));
                double turned = (angle - d.from()) % 360;
                selected[p] = (turned < 0 ? turned + 360 : turned) < width;
            }
        }
    }

    private static void box(BoxDetector d, int cols, boolean[] selected) {
        double cos = Math.cos(Math.toRadians(d.degrees()));
        double sin = Math.sin(Math.toRadians(d.degrees()));
        for (int p = 0; p < selected.length; p++) {
            double dr = Math.floorDiv(p, cols) - d.row();
            double dc = p % cols - d.col();
            double u = dr * cos - dc * sin;
            double v = dr * sin + dc * cos;
            selected[p] = switch (d.kind()) {
                case RECTANGLE ->
                    u >= -d.halfHeight() && u < d.halfHeight() && v >= -d.halfWidth() && v < d.halfWidth();
                case ELLIPSE -> u * u / (d.halfHeight() * d.halfHeight()) + v * v / (d.halfWidth() * d.halfWidth()) < 1;
            };
        }
    }

    /// Row by row: each edge that crosses the row flips what lies right of the crossing.
    private static void polygon(PolygonDetector d, int rows, int cols, boolean[] selected) {
        var corners = d.corners();
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < corners.size(); i++) {
                var a = corners.get(i);
                var b = corners.get((i + 1) % corners.size());
                if (a.row() <= r == b.row() <= r) {
                    continue;
                }
                double crossing = a.col() + (r - a.row()) / (b.row() - a.row()) * (b.col() - a.col());
                int from = (int) Math.max(0, Math.min(cols, Math.ceil(crossing)));
                for (int c = from; c < cols; c++) {
                    selected[r * cols + c] ^= true;
                }
            }
        }
    }
}
