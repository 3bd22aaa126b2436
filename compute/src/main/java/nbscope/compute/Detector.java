package nbscope.compute;

import nbscope.io.Calibration;

/// A virtual detector: which pixels of a diffraction pattern are summed. A pixel belongs to it by its centre: a ring
/// is `inner <= r < outer` about its centre, a point is the one nearest pixel. Lengths are pixels until
/// [#mrad()] says otherwise; the centre is the calibrated one until [#at] says otherwise.
public record Detector(Kind kind, double inner, double outer, double row, double col, boolean inMrad) {
    public enum Kind {
        POINT,
        DISK,
        ANNULUS
    }

    public static Detector point(double row, double col) {
        return new Detector(Kind.POINT, 0, 0, row, col, false);
    }

    public static Detector disk(double radius) {
        return new Detector(Kind.DISK, 0, radius, Double.NaN, Double.NaN, false);
    }

    public static Detector annulus(double inner, double outer) {
        return new Detector(Kind.ANNULUS, inner, outer, Double.NaN, Double.NaN, false);
    }

    /// The radii are mrad.
    public Detector mrad() {
        return new Detector(kind, inner, outer, row, col, true);
    }

    /// Centre in detector pixels.
    public Detector at(double centreRow, double centreCol) {
        return new Detector(kind, inner, outer, centreRow, centreCol, inMrad);
    }

    /// The same detector in pixels with a known centre.
    public Detector resolve(Calibration calibration, int rows, int cols) {
        throw new UnsupportedOperationException("not built yet");
    }
}
