package nbscope.compute.internal.field;

/// The potential of a vector field by Fourier integration: `φ̂ = -i (k · ĝ) / k²`, mean 0, for a field that
/// repeats at the borders (Lazić, Bosch and Lazar, Ultramicroscopy 160 (2016) 265, equation of iDPC-STEM).
public final class Integration {
    private Integration() {}

    /// The potential `φ` whose gradient comes nearest to the field, per step of the grid.
    ///
    /// @param row component along the rows, `rows * cols` values, finite
    /// @param col component along the columns
    public static double[] integrate(double[] row, double[] col, int rows, int cols) {
        double[][] r = {row.clone(), new double[row.length]};
        double[][] c = {col.clone(), new double[col.length]};
        transform(r, rows, cols, false);
        transform(c, rows, cols, false);
        double[][] phi = new double[2][row.length];
        for (int i = 0; i < rows; i++) {
            double kr = frequency(i, rows);
            for (int j = 0; j < cols; j++) {
                double kc = frequency(j, cols);
                double k2 = kr * kr + kc * kc;
                int p = i * cols + j;
                if (k2 > 0) {
                    phi[0][p] = (kr * r[1][p] + kc * c[1][p]) / k2;
                    phi[1][p] = -(kr * r[0][p] + kc * c[0][p]) / k2;
                }
            }
        }
        transform(phi, rows, cols, true);
        return phi[0];
    }

    /// `2π f`, with f as NumPy's fftfreq has it.
    private static double frequency(int i, int n) {
        int signed = i < (n + 1) / 2 ? i : i - n;
        return 2 * Math.PI * signed / n;
    }

    private static void transform(double[][] field, int rows, int cols, boolean inverse) {
        lines(field, rows, cols, cols, 1, inverse);
        lines(field, cols, rows, 1, cols, inverse);
    }

    /// Transforms `count` lines of `length` values, which lie `step` apart within a line and `stride` from
    /// line to line.
    private static void lines(double[][] field, int count, int length, int stride, int step, boolean inverse) {
        var fourier = new Fourier(length);
        double[] re = new double[length];
        double[] im = new double[length];
        for (int l = 0; l < count; l++) {
            for (int i = 0; i < length; i++) {
                re[i] = field[0][l * stride + i * step];
                im[i] = field[1][l * stride + i * step];
            }
            if (inverse) {
                fourier.inverse(re, im);
            } else {
                fourier.transform(re, im);
            }
            for (int i = 0; i < length; i++) {
                field[0][l * stride + i * step] = re[i];
                field[1][l * stride + i * step] = im[i];
            }
        }
    }
}
