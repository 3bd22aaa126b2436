package nbscope.compute;

import nbscope.io.Calibration;

/// Where detectors lie and what their lengths mean.
final class Placement {
    private Placement() {}

    /// Unknown, or two finite numbers.
    static void checkCentre(double row, double col) {
        if (Double.isInfinite(row) || Double.isInfinite(col) || Double.isNaN(row) != Double.isNaN(col)) {
            throw new IllegalArgumentException(
                    "a detector's centre needs two finite numbers; found row " + row + ", column " + col);
        }
    }

    /// The detector's own centre, else the calibrated one, else pixel `rows / 2, cols / 2`.
    static double[] centre(double row, double col, Calibration calibration, int rows, int cols) {
        if (!Double.isNaN(row)) {
            return new double[] {row, col};
        }
        return calibration.hasCentre()
                ? new double[] {calibration.centreRow(), calibration.centreCol()}
                : new double[] {Math.floorDiv(rows, 2), Math.floorDiv(cols, 2)};
    }

    /// @throws IllegalArgumentException when the calibration that the unit needs is missing
    static double pixelsPer(Detector.Unit unit, Calibration calibration) {
        if (unit == Detector.Unit.PIXELS) {
            return 1;
        }
        if (!calibration.hasAngles()) {
            throw new IllegalArgumentException("this detector is given in angles but the data has no mrad per pixel;"
                    + " set it with calibration(data.calibration().mradPerPixel(...)) or give radii in pixels");
        }
        if (unit == Detector.Unit.MRAD) {
            return 1 / calibration.mradPerPixel();
        }
        if (!(calibration.semiangleMrad() > 0)) {
            throw new IllegalArgumentException("this preset needs the convergence semi-angle, which the data does not"
                    + " name; set it with calibration(data.calibration().semiangle(...)) or give radii");
        }
        return calibration.semiangleMrad() / calibration.mradPerPixel();
    }
}
