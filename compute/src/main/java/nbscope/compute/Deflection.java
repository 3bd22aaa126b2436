package nbscope.compute;

import java.util.ArrayList;
import java.util.List;
import nbscope.compute.internal.field.Integration;
import nbscope.compute.internal.store.FrameStore;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Sums;
import nbscope.compute.internal.sums.Work;
import nbscope.io.Calibration;

/// Where the beam goes, and what follows from it. The definitions:
///
/// - Centre of mass (first moment): `(Σ I r / Σ I, Σ I c / Σ I)` minus the detector's centre, times mrad
/// per pixel where that is known; then turned by the scan rotation where that is given, a positive angle
/// clockwise as seen with rows downwards: `row' = row cos θ + col sin θ`, `col' = col cos θ - row sin θ`.
/// NaN where `Σ I` is 0.
/// - DPC: the centre of mass minus its mean over the scan, which takes out the shift that the descan
/// leaves. For a thin specimen proportional to the projected field (Müller-Caspary et al., Ultramicroscopy
/// 178 (2017) 62).
/// - iDPC: the potential of the DPC field by Fourier integration ([Integration]); in rad, as `2π/λ` times
/// the integral of the angle over the way, where mrad per pixel, scan step and voltage are known.
final class Deflection {
    /// Planck's constant times the speed of light, and the electron's rest energy, in eV Å and eV (CODATA
    /// 2018).
    private static final double HC = 12398.41984332;

    private static final double REST_ENERGY = 510998.95;

    private final Geometry geometry;
    private final Calibration calibration;

    Deflection(Geometry geometry, Calibration calibration) {
        this.geometry = geometry;
        this.calibration = calibration;
    }

    VectorField centerOfMass(FrameStore store, Plan plan) {
        long start = System.nanoTime();
        int n = geometry.positions();
        double[] row = new double[n];
        double[] col = new double[n];
        Work work;
        if (geometry.dtype().isInteger()) {
            long[] sum = new long[n];
            long[] byRow = new long[n];
            long[] byCol = new long[n];
            work = store.moments(plan, sum, byRow, byCol);
            for (int s = 0; s < n; s++) {
                row[s] = (double) byRow[s] / sum[s];
                col[s] = (double) byCol[s] / sum[s];
            }
        } else {
            double[] sum = new double[n];
            work = store.moments(plan, sum, row, col);
            for (int s = 0; s < n; s++) {
                row[s] /= sum[s] == 0 ? Double.NaN : sum[s];
                col[s] /= sum[s] == 0 ? Double.NaN : sum[s];
            }
        }
        fromCentre(row, col);
        return field(row, col, new Provenance(work.path(), work.bytes(), System.nanoTime() - start, List.of()));
    }

    private void fromCentre(double[] row, double[] col) {
        double[] centre = Placement.centre(Double.NaN, Double.NaN, calibration, geometry.detRows(), geometry.detCols());
        double scale = calibration.hasAngles() ? calibration.mradPerPixel() : 1;
        double angle =
                Double.isNaN(calibration.scanRotationDegrees()) ? 0 : Math.toRadians(calibration.scanRotationDegrees());
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        for (int s = 0; s < row.length; s++) {
            double r = (row[s] - centre[0]) * scale;
            double c = (col[s] - centre[1]) * scale;
            row[s] = r * cos + c * sin;
            col[s] = c * cos - r * sin;
        }
    }

    private VectorField field(double[] row, double[] col, Provenance provenance) {
        return new VectorField(
                image(row).by(provenance), image(col).by(provenance), calibration.hasAngles() ? "mrad" : "px");
    }

    private Image image(double[] values) {
        return Sums.image(geometry.scanRows(), geometry.scanCols(), values);
    }

    VectorField dpc(VectorField centerOfMass) {
        return field(
                withoutMean(values(centerOfMass.row())),
                withoutMean(values(centerOfMass.col())),
                centerOfMass.provenance().note("mean over the scan taken off"));
    }

    private static double[] withoutMean(double[] values) {
        double sum = 0;
        long n = 0;
        for (double v : values) {
            if (!Double.isNaN(v)) {
                sum += v;
                n++;
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] -= sum / n;
        }
        return values;
    }

    private static double[] values(Image image) {
        double[] values = new double[image.rows() * image.cols()];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.value(i / image.cols(), i % image.cols());
        }
        return values;
    }

    Image idpc(VectorField dpc) {
        double[] row = values(dpc.row());
        double[] col = values(dpc.col());
        List<String> notes = new ArrayList<>();
        int gaps = 0;
        for (int s = 0; s < row.length; s++) {
            if (Double.isNaN(row[s]) || Double.isNaN(col[s])) {
                row[s] = 0;
                col[s] = 0;
                gaps++;
            }
        }
        if (gaps > 0) {
            notes.add(gaps + " positions without any signal taken as 0");
        }
        double scale = 1;
        if (calibration.hasAngles() && calibration.scanStepAngstrom() > 0 && calibration.voltageKv() > 0) {
            scale = 1e-3 * calibration.scanStepAngstrom() * 2 * Math.PI / wavelength(calibration.voltageKv());
            notes.add("phase in rad");
        } else {
            notes.add(
                    "in " + dpc.unit() + " times scan positions; with mrad per pixel, scan step and voltage it would be"
                            + " a phase in rad");
        }
        double[] phase = Integration.integrate(row, col, geometry.scanRows(), geometry.scanCols());
        for (int s = 0; s < phase.length; s++) {
            phase[s] *= scale;
        }
        var how = dpc.provenance();
        return image(phase).by(new Provenance(how.path(), how.bytesTouched(), how.nanos(), notes));
    }

    /// Relativistic wavelength in Å: `hc / sqrt(E (E + 2 m c²))`.
    static double wavelength(double kilovolts) {
        double energy = 1e3 * kilovolts;
        return HC / Math.sqrt(energy * (energy + 2 * REST_ENERGY));
    }

    /// @param sum       sum of patterns
    /// @param positions how many
    /// @param weights   0 where a pixel is left out
    RadialProfile radialProfile(Image sum, double positions, double[] weights) {
        double[] centre = Placement.centre(Double.NaN, Double.NaN, calibration, geometry.detRows(), geometry.detCols());
        int rings = 1;
        for (int corner = 0; corner < 4; corner++) {
            double dr = (corner & 1) * (geometry.detRows() - 1) - centre[0];
            double dc = (corner >> 1) * (geometry.detCols() - 1) - centre[1];
            rings = Math.max(rings, 1 + (int) Math.hypot(dr, dc));
        }
        double[] mean = new double[rings];
        long[] pixels = new long[rings];
        for (int p = 0; p < weights.length; p++) {
            if (weights[p] != 0) {
                int r = Math.floorDiv(p, geometry.detCols());
                int c = p % geometry.detCols();
                int ring = (int) Math.hypot(r - centre[0], c - centre[1]);
                mean[ring] += sum.value(r, c);
                pixels[ring]++;
            }
        }
        double scale = calibration.hasAngles() ? calibration.mradPerPixel() : 1;
        double[] radius = new double[rings];
        for (int k = 0; k < rings; k++) {
            radius[k] = (k + 0.5) * scale;
            mean[k] = pixels[k] == 0 ? Double.NaN : mean[k] / pixels[k] / positions;
        }
        return new RadialProfile(radius, mean, pixels, calibration.hasAngles() ? "mrad" : "px");
    }
}
