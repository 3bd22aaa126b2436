package nbscope.compute;

import nbscope.io.Calibration;

/// The part of a disk or ring with `from <= angle < to`, both in degrees; 0 points along the columns (to
/// the right), 90 along the rows (downwards). The centre itself has the angle 0.
///
/// @param ring the whole ring
/// @param from first direction
/// @param to   last direction, above `from` by 360 at most
public record SectorDetector(RoundDetector ring, double from, double to) implements Detector {
    public SectorDetector {
        if (!(to > from) || !(to - from <= 360)) {
            throw new IllegalArgumentException(
                    "a sector needs two directions in degrees, the second above the first by 360 at most; found " + from
                            + " and " + to);
        }
    }

    @Override
    public SectorDetector in(Unit unit) {
        return new SectorDetector(ring.in(unit), from, to);
    }

    @Override
    public SectorDetector mrad() {
        return in(Unit.MRAD);
    }

    @Override
    public SectorDetector semiangles() {
        return in(Unit.SEMIANGLES);
    }

    @Override
    public SectorDetector at(double centreRow, double centreCol) {
        return new SectorDetector(ring.at(centreRow, centreCol), from, to);
    }

    @Override
    public SectorDetector resolve(Calibration calibration, int rows, int cols) {
        return new SectorDetector(ring.resolve(calibration, rows, cols), from, to);
    }
}
