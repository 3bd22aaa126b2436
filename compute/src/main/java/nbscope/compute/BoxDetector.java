package nbscope.compute;

import nbscope.io.Calibration;

/// A rectangle or an ellipse, which may be turned about its centre.
///
/// With `u` and `v` the offsets of a pixel from the centre along the turned rows and columns, a rectangle
/// has the pixels with `-halfHeight <= u < halfHeight` and `-halfWidth <= v < halfWidth`, an ellipse those
/// with `(u / halfHeight)² + (v / halfWidth)² < 1`.
///
/// @param kind       shape
/// @param halfHeight half the extent along the rows
/// @param halfWidth  half the extent along the columns
/// @param degrees    turn, from the direction of the columns towards the one of the rows
/// @param row        centre in pixels, NaN until known
/// @param col        centre in pixels, NaN until known
/// @param unit       what the extents are measured in
public record BoxDetector(
        Kind kind, double halfHeight, double halfWidth, double degrees, double row, double col, Unit unit)
        implements Detector {
    /// The shape.
    public enum Kind {
        RECTANGLE,
        ELLIPSE
    }

    public BoxDetector {
        if (!(halfHeight > 0 && halfWidth > 0) || !Double.isFinite(halfHeight + halfWidth + degrees)) {
            throw new IllegalArgumentException("a " + kind.name().toLowerCase(java.util.Locale.ROOT)
                    + " needs two finite extents above 0 and a finite turn; found half extents " + halfHeight + " and "
                    + halfWidth + ", turn " + degrees);
        }
        Placement.checkCentre(row, col);
    }

    /// Turned by more degrees, from the direction of the columns towards the one of the rows.
    public BoxDetector rotated(double byDegrees) {
        return new BoxDetector(kind, halfHeight, halfWidth, degrees + byDegrees, row, col, unit);
    }

    @Override
    public BoxDetector in(Unit value) {
        return new BoxDetector(kind, halfHeight, halfWidth, degrees, row, col, value);
    }

    @Override
    public BoxDetector mrad() {
        return in(Unit.MRAD);
    }

    @Override
    public BoxDetector semiangles() {
        return in(Unit.SEMIANGLES);
    }

    @Override
    public BoxDetector at(double centreRow, double centreCol) {
        return new BoxDetector(kind, halfHeight, halfWidth, degrees, centreRow, centreCol, unit);
    }

    @Override
    public BoxDetector resolve(Calibration calibration, int rows, int cols) {
        double[] centre = Placement.centre(row, col, calibration, rows, cols);
        double scale = Placement.pixelsPer(unit, calibration);
        return new BoxDetector(kind, halfHeight * scale, halfWidth * scale, degrees, centre[0], centre[1], Unit.PIXELS);
    }
}
