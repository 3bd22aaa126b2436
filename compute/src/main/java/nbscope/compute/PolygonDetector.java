package nbscope.compute;

import java.util.Arrays;
import java.util.List;
import nbscope.io.Calibration;

/// A polygon, inside by the even-odd rule: a line from the pixel along its row to the right crosses the
/// outline an odd number of times. An edge belongs to the pixels on its right and below it.
///
/// @param corners three at least, in order
/// @param row     centre that the corners are offsets from; NaN when they are places on the detector, or
///                when the centre is not known yet
/// @param col     likewise
/// @param unit    what the corners are measured in; in pixels without a centre they are places on the
///                detector
public record PolygonDetector(List<Corner> corners, double row, double col, Unit unit) implements Detector {
    /// One corner.
    public record Corner(double row, double col) {}

    public PolygonDetector {
        corners = List.copyOf(corners);
        if (corners.size() < 3 || corners.stream().anyMatch(c -> !Double.isFinite(c.row + c.col))) {
            throw new IllegalArgumentException(
                    "a polygon needs three corners or more, each of two finite numbers; found " + corners);
        }
        Placement.checkCentre(row, col);
    }

    static PolygonDetector of(double[]... corners) {
        for (double[] corner : corners) {
            if (corner.length != 2) {
                throw new IllegalArgumentException(
                        "a polygon's corners are {row, col}; found " + Arrays.toString(corner));
            }
        }
        return new PolygonDetector(
                Arrays.stream(corners).map(c -> new Corner(c[0], c[1])).toList(), Double.NaN, Double.NaN, Unit.PIXELS);
    }

    @Override
    public PolygonDetector in(Unit value) {
        return new PolygonDetector(corners, row, col, value);
    }

    @Override
    public PolygonDetector mrad() {
        return in(Unit.MRAD);
    }

    @Override
    public PolygonDetector semiangles() {
        return in(Unit.SEMIANGLES);
    }

    @Override
    public PolygonDetector at(double centreRow, double centreCol) {
        return new PolygonDetector(corners, centreRow, centreCol, unit);
    }

    @Override
    public PolygonDetector resolve(Calibration calibration, int rows, int cols) {
        if (unit == Unit.PIXELS && Double.isNaN(row)) {
            return this;
        }
        double[] centre = Placement.centre(row, col, calibration, rows, cols);
        double scale = Placement.pixelsPer(unit, calibration);
        return new PolygonDetector(
                corners.stream()
                        .map(c -> new Corner(centre[0] + c.row * scale, centre[1] + c.col * scale))
                        .toList(),
                Double.NaN,
                Double.NaN,
                Unit.PIXELS);
    }
}
