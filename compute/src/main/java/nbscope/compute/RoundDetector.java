package nbscope.compute;

import java.util.Locale;
import nbscope.io.Calibration;

/// A point, a disk or a ring. A pixel belongs to it by its centre, without antialiasing: a disk is `r <
/// outer`, a ring `inner <= r < outer` about the detector's centre; a point is the one nearest pixel. An
/// infinite `outer` means the largest circle about the centre that lies on the detector.
///
/// @param kind  shape
/// @param inner inner radius, 0 for disks and points
/// @param outer outer radius, 0 for points
/// @param row   centre in pixels, NaN until known
/// @param col   centre in pixels, NaN until known
/// @param unit  what the radii are measured in
public record RoundDetector(Kind kind, double inner, double outer, double row, double col, Unit unit)
        implements Detector {
    /// The shape of a round detector.
    public enum Kind {
        POINT,
        DISK,
        ANNULUS
    }

    public RoundDetector {
        boolean named = kind == Kind.POINT || (inner >= 0 && outer > 0);
        if (!named || Double.isInfinite(inner)) {
            throw new IllegalArgumentException("a detector needs an inner radius of 0 or more and an outer radius above"
                    + " 0; found inner " + inner + ", outer " + outer);
        }
        if (kind == Kind.ANNULUS && inner >= outer) {
            throw new IllegalArgumentException(
                    "a ring needs an inner radius below the outer one; found inner " + inner + ", outer " + outer);
        }
        Placement.checkCentre(row, col);
        if (kind == Kind.POINT && Double.isNaN(row)) {
            throw new IllegalArgumentException("a point detector needs a row and a column; found NaN");
        }
    }

    @Override
    public RoundDetector in(Unit value) {
        return new RoundDetector(kind, inner, outer, row, col, value);
    }

    @Override
    public RoundDetector mrad() {
        return in(Unit.MRAD);
    }

    @Override
    public RoundDetector semiangles() {
        return in(Unit.SEMIANGLES);
    }

    @Override
    public RoundDetector at(double centreRow, double centreCol) {
        return new RoundDetector(kind, inner, outer, centreRow, centreCol, unit);
    }

    @Override
    public RoundDetector resolve(Calibration calibration, int rows, int cols) {
        double[] centre = Placement.centre(row, col, calibration, rows, cols);
        if (kind == Kind.POINT) {
            return new RoundDetector(kind, 0, 0, centre[0], centre[1], Unit.PIXELS);
        }
        double scale = Placement.pixelsPer(unit, calibration);
        double in = inner * scale;
        double out = outer * scale;
        if (Double.isInfinite(outer)) {
            out = largestCircle(centre[0], centre[1], rows, cols);
            if (in >= out) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "the ring starts at %.1f px but the largest circle on the detector (%d x %d, centre %.1f, %.1f)"
                                + " has a radius of %.1f px; give both radii with Detector.annulus(inner, outer)",
                        in,
                        rows,
                        cols,
                        centre[0],
                        centre[1],
                        out));
            }
        }
        return new RoundDetector(kind, in, out, centre[0], centre[1], Unit.PIXELS);
    }

    /// Pixels are unit squares about their centres, so the detector ends half a pixel beyond the outermost
    /// centres.
    private static double largestCircle(double row, double col, int rows, int cols) {
        double vertical = Math.min(row, rows - 1 - row);
        double horizontal = Math.min(col, cols - 1 - col);
        return Math.min(vertical, horizontal) + 0.5;
    }
}
