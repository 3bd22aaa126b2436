package nbscope.io;

import java.util.List;

/// What turns pixels into physical units. Every number may be unknown, which is NaN.
///
/// @param mradPerPixel      detector: mrad per pixel
/// @param centreRow         row of the optical axis on the detector, pixels; pixel centres lie at whole numbers
/// @param centreCol         column of the optical axis
/// @param scanStepAngstrom  scan: ångström per position
/// @param semiangleMrad     convergence semi-angle in mrad
/// @param voltageKv         acceleration voltage in kV
/// @param scanRotationDegrees rotation of the scan against the detector
/// @param frameLabels       one text per time frame, or empty
public record Calibration(
        double mradPerPixel,
        double centreRow,
        double centreCol,
        double scanStepAngstrom,
        double semiangleMrad,
        double voltageKv,
        double scanRotationDegrees,
        List<String> frameLabels)
        implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
    private static final double UNKNOWN = Double.NaN;

    public Calibration {
        frameLabels = List.copyOf(frameLabels);
    }

    /// Nothing is known.
    public static Calibration none() {
        return new Calibration(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, List.of());
    }

    public Calibration mradPerPixel(double value) {
        return new Calibration(
                value,
                centreRow,
                centreCol,
                scanStepAngstrom,
                semiangleMrad,
                voltageKv,
                scanRotationDegrees,
                frameLabels);
    }

    public Calibration centre(double row, double col) {
        return new Calibration(
                mradPerPixel, row, col, scanStepAngstrom, semiangleMrad, voltageKv, scanRotationDegrees, frameLabels);
    }

    public Calibration scanStep(double angstrom) {
        return new Calibration(
                mradPerPixel,
                centreRow,
                centreCol,
                angstrom,
                semiangleMrad,
                voltageKv,
                scanRotationDegrees,
                frameLabels);
    }

    public Calibration semiangle(double mrad) {
        return new Calibration(
                mradPerPixel,
                centreRow,
                centreCol,
                scanStepAngstrom,
                mrad,
                voltageKv,
                scanRotationDegrees,
                frameLabels);
    }

    public Calibration voltage(double kv) {
        return new Calibration(
                mradPerPixel,
                centreRow,
                centreCol,
                scanStepAngstrom,
                semiangleMrad,
                kv,
                scanRotationDegrees,
                frameLabels);
    }

    public Calibration scanRotation(double degrees) {
        return new Calibration(
                mradPerPixel, centreRow, centreCol, scanStepAngstrom, semiangleMrad, voltageKv, degrees, frameLabels);
    }

    public Calibration frameLabels(List<String> labels) {
        return new Calibration(
                mradPerPixel,
                centreRow,
                centreCol,
                scanStepAngstrom,
                semiangleMrad,
                voltageKv,
                scanRotationDegrees,
                labels);
    }

    public boolean hasAngles() {
        return mradPerPixel > 0;
    }

    public boolean hasCentre() {
        return !Double.isNaN(centreRow) && !Double.isNaN(centreCol);
    }
}
