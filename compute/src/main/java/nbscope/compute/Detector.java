package nbscope.compute;

import java.util.List;
import java.util.stream.IntStream;
import nbscope.io.Calibration;

/// A virtual detector: which pixels of a diffraction pattern are summed, and with what weight. The same
/// shapes select scan positions where a method takes a region of interest; rows and columns are then those
/// of the scan.
///
/// A pixel belongs to a shape by its centre, without antialiasing. Pixel centres lie at whole numbers.
/// Lengths are pixels until [#mrad()] or [#semiangles()] says otherwise. The centre is the calibrated one
/// until [#at] says otherwise; where nothing is calibrated it is pixel `rows / 2, cols / 2` (whole-number
/// division), the place of the zero frequency in a shifted Fourier transform.
///
/// Shapes are added, subtracted and weighted: `a.plus(b)`, `a.minus(b)`, `a.times(0.5)`. Values; safe to
/// share.
public sealed interface Detector
        permits RoundDetector, SectorDetector, BoxDetector, PolygonDetector, MaskDetector, WeightedDetector {
    /// What lengths are measured in.
    enum Unit {
        PIXELS,
        MRAD,
        /// Multiples of the convergence semi-angle.
        SEMIANGLES
    }

    /// The pixel nearest to this place.
    static RoundDetector point(double row, double col) {
        return new RoundDetector(RoundDetector.Kind.POINT, 0, 0, row, col, Unit.PIXELS);
    }

    /// `r < radius`.
    static RoundDetector disk(double radius) {
        return new RoundDetector(RoundDetector.Kind.DISK, 0, radius, Double.NaN, Double.NaN, Unit.PIXELS);
    }

    /// A ring, `inner <= r < outer`.
    static RoundDetector annulus(double inner, double outer) {
        return new RoundDetector(RoundDetector.Kind.ANNULUS, inner, outer, Double.NaN, Double.NaN, Unit.PIXELS);
    }

    /// The part of a ring between two directions, `from <= angle < to`. Degrees, 0 points along the columns
    /// (to the right), 90 along the rows (downwards).
    static SectorDetector sector(double inner, double outer, double fromDegrees, double toDegrees) {
        return new SectorDetector(inner == 0 ? disk(outer) : annulus(inner, outer), fromDegrees, toDegrees);
    }

    /// The four quarters of a ring about the directions right, down, left and up: a segmented DPC detector.
    static List<SectorDetector> quadrants(double inner, double outer) {
        return IntStream.range(0, 4)
                .mapToObj(i -> sector(inner, outer, 90 * i - 45, 90 * i + 45))
                .toList();
    }

    /// `-height / 2 <= row offset < height / 2`, the same along the columns.
    static BoxDetector rectangle(double height, double width) {
        return new BoxDetector(
                BoxDetector.Kind.RECTANGLE, height / 2, width / 2, 0, Double.NaN, Double.NaN, Unit.PIXELS);
    }

    /// An ellipse by its two half axes: inside is `(row offset / a)² + (column offset / b)² < 1`.
    static BoxDetector ellipse(double halfHeight, double halfWidth) {
        return new BoxDetector(BoxDetector.Kind.ELLIPSE, halfHeight, halfWidth, 0, Double.NaN, Double.NaN, Unit.PIXELS);
    }

    /// A polygon by its corners `{row, col}`, inside by the even-odd rule. In pixels they are places on the
    /// detector; after [#at] or in angles they are offsets from the centre.
    static PolygonDetector polygon(double[]... corners) {
        return PolygonDetector.of(corners);
    }

    /// Any set of pixels, one row of it per row of the detector.
    static MaskDetector mask(boolean[][] selected) {
        return MaskDetector.of(selected);
    }

    /// A weight for each pixel.
    static MaskDetector softMask(float[][] weights) {
        return MaskDetector.of(weights);
    }

    /// BF: `[0, α)`, α the convergence semi-angle.
    static RoundDetector brightField() {
        return disk(1).semiangles();
    }

    /// ABF: `[α/2, α)`.
    static RoundDetector annularBrightField() {
        return annulus(0.5, 1).semiangles();
    }

    /// ADF: `[α, 3α)`.
    static RoundDetector annularDarkField() {
        return annulus(1, 3).semiangles();
    }

    /// HAADF: from 3α to the largest circle on the detector.
    static RoundDetector highAngleDarkField() {
        return annulus(3, Double.POSITIVE_INFINITY).semiangles();
    }

    /// The same with its lengths in this unit.
    Detector in(Unit unit);

    /// The same about this centre, in detector pixels.
    Detector at(double centreRow, double centreCol);

    /// The same detector in pixels with a known centre and finite lengths, for a detector of `rows` by
    /// `cols` pixels.
    ///
    /// @throws IllegalArgumentException when a needed calibration is missing, when a ring up to the largest
    ///     circle on the detector has no room, or when a mask has another size
    Detector resolve(Calibration calibration, int rows, int cols);

    /// Lengths are mrad.
    default Detector mrad() {
        return in(Unit.MRAD);
    }

    /// Lengths are multiples of the convergence semi-angle.
    default Detector semiangles() {
        return in(Unit.SEMIANGLES);
    }

    /// Both: a pixel in both counts twice.
    default WeightedDetector plus(Detector other) {
        return WeightedDetector.of(this, 1, other, 1);
    }

    /// The difference of the two sums.
    default WeightedDetector minus(Detector other) {
        return WeightedDetector.of(this, 1, other, -1);
    }

    /// The sum times a number.
    default WeightedDetector times(double weight) {
        return new WeightedDetector(List.of(new WeightedDetector.Term(weight, this)));
    }
}
