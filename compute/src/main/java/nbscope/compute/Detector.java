package nbscope.compute;

import nbscope.io.Calibration;

/// A virtual detector: which pixels of a diffraction pattern are summed.
///
/// A pixel belongs to it by its centre, without antialiasing: a disk is `r < outer`, a ring `inner <= r < outer`
/// about the detector's centre; a point is the one nearest pixel. Pixel centres lie at whole numbers. An infinite
/// `outer` means the largest circle about the centre that lies on the detector.
///
/// Lengths are pixels until [#mrad()] or [#semiangles()] says otherwise. The centre is the calibrated one until [#at]
/// says otherwise; where nothing is calibrated it is pixel `rows / 2, cols / 2` (whole-number division), the place of
/// the zero frequency in a shifted Fourier transform.
///
/// @param kind  shape
/// @param inner inner radius, 0 for disks and points
/// @param outer outer radius, 0 for points
/// @param row   centre in pixels, NaN until known
/// @param col   centre in pixels, NaN until known
/// @param unit  what the radii are measured in
public record Detector(Kind kind, double inner, double outer, double row, double col, Unit unit) {
    /// The shape of a detector.
    public enum Kind {
        POINT,
        DISK,
        ANNULUS
    }

    /// What radii are measured in.
    public enum Unit {
        PIXELS,
        MRAD,
        /// Multiples of the convergence semi-angle.
        SEMIANGLES
    }

    public Detector {
        boolean named = kind == Kind.POINT || (inner >= 0 && outer > 0);
        if (!named || Double.isInfinite(inner)) {
            throw new IllegalArgumentException("a detector needs an inner radius of 0 or more and an outer radius above"
                    + " 0; found inner " + inner + ", outer " + outer);
        }
        if (kind == Kind.ANNULUS && inner >= outer) {
            throw new IllegalArgumentException(
                    "a ring needs an inner radius below the outer one; found inner " + inner + ", outer " + outer);
        }
        if (Double.isInfinite(row) || Double.isInfinite(col) || Double.isNaN(row) != Double.isNaN(col)) {
            throw new IllegalArgumentException(
                    "a detector's centre needs two finite numbers; found row " + row + ", column " + col);
        }
        if (kind == Kind.POINT && Double.isNaN(row)) {
            throw new IllegalArgumentException("a point detector needs a row and a column; found NaN");
        }
    }

    public Detector(Kind kind, double inner, double outer, double row, double col, boolean inMrad) {
        this(kind, inner, outer, row, col, inMrad ? Unit.MRAD : Unit.PIXELS);
    }

    public static Detector point(double row, double col) {
        return new Detector(Kind.POINT, 0, 0, row, col, Unit.PIXELS);
    }

    public static Detector disk(double radius) {
        return new Detector(Kind.DISK, 0, radius, Double.NaN, Double.NaN, Unit.PIXELS);
    }

    public static Detector annulus(double inner, double outer) {
        return new Detector(Kind.ANNULUS, inner, outer, Double.NaN, Double.NaN, Unit.PIXELS);
    }

    /// BF: `[0, α)`, α the convergence semi-angle.
    public static Detector brightField() {
        return disk(1).semiangles();
    }

    /// ABF: `[α/2, α)`.
    public static Detector annularBrightField() {
        return annulus(0.5, 1).semiangles();
    }

    /// ADF: `[α, 3α)`.
    public static Detector annularDarkField() {
        return annulus(1, 3).semiangles();
    }

    /// HAADF: from 3α to the largest circle on the detector.
    public static Detector highAngleDarkField() {
        return annulus(3, Double.POSITIVE_INFINITY).semiangles();
    }

    /// The radii are mrad.
    public Detector mrad() {
        return new Detector(kind, inner, outer, row, col, Unit.MRAD);
    }

    /// The radii are multiples of the convergence semi-angle.
    public Detector semiangles() {
        return new Detector(kind, inner, outer, row, col, Unit.SEMIANGLES);
    }

    /// Centre in detector pixels.
    public Detector at(double centreRow, double centreCol) {
        return new Detector(kind, inner, outer, centreRow, centreCol, unit);
    }

    public boolean inMrad() {
        return unit == Unit.MRAD;
    }

    public boolean hasCentre() {
        return !Double.isNaN(row);
    }

    /// The same detector in pixels with a known centre and finite radii, for a detector of `rows` by `cols` pixels.
    ///
    /// @throws IllegalArgumentException when a needed calibration is missing, or when a ring up to the
    ///     largest circle on the detector has no room
    public Detector resolve(Calibration calibration, int rows, int cols) {
        double centreRow = row;
        double centreCol = col;
        if (!hasCentre()) {
            centreRow = calibration.hasCentre() ? calibration.centreRow() : Math.floorDiv(rows, 2);
            centreCol = calibration.hasCentre() ? calibration.centreCol() : Math.floorDiv(cols, 2);
        }
        if (kind == Kind.POINT) {
            return new Detector(kind, 0, 0, centreRow, centreCol, Unit.PIXELS);
        }
        double scale = pixelsPerUnit(calibration);
        double in = inner * scale;
        double out = outer * scale;
        if (Double.isInfinite(outer)) {
            out = largestCircle(centreRow, centreCol, rows, cols);
            if (in >= out) {
                throw new IllegalArgumentException(String.format(
                        java.util.Locale.ROOT,
                        "the ring starts at %.1f px but the largest circle on the detector (%d x %d, centre %.1f, %.1f)"
                                + " has a radius of %.1f px; give both radii with Detector.annulus(inner, outer)",
                        in,
                        rows,
                        cols,
                        centreRow,
                        centreCol,
                        out));
            }
        }
        return new Detector(kind, in, out, centreRow, centreCol, Unit.PIXELS);
    }

    private double pixelsPerUnit(Calibration calibration) {
        if (unit == Unit.PIXELS) {
            return 1;
        }
        if (!calibration.hasAngles()) {
            throw new IllegalArgumentException("this detector is given in angles but the data has no mrad per pixel;"
                    + " set it with calibration(data.calibration().mradPerPixel(...)) or give radii in pixels");
        }
        if (unit == Unit.MRAD) {
            return 1 / calibration.mradPerPixel();
        }
        if (!(calibration.semiangleMrad() > 0)) {
            throw new IllegalArgumentException("this preset needs the convergence semi-angle, which the data does not"
                    + " name; set it with calibration(data.calibration().semiangle(...)) or give radii");
        }
        return calibration.semiangleMrad() / calibration.mradPerPixel();
    }

    /// Pixels are unit squares about their centres, so the detector ends half a pixel beyond the outermost centres.
    private static double largestCircle(double row, double col, int rows, int cols) {
        double vertical = Math.min(row, rows - 1 - row);
        double horizontal = Math.min(col, cols - 1 - col);
        return Math.min(vertical, horizontal) + 0.5;
    }
}
