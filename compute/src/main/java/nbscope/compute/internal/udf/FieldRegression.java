package nbscope.compute.internal.udf;

import nbscope.compute.udf.CenterOfMass.Regression;

/// Takes a constant, or a constant and two slopes, off a vector field over the scan: least squares over the
/// positions that are not NaN.
public final class FieldRegression {
    private FieldRegression() {}

    /// Changes the fields in place.
    ///
    /// @return constant, change per row, change per column; each of `y` and `x`
    public static double[][] subtract(Regression kind, double[] y, double[] x, int rows, int cols) {
        double[][] found = new double[3][2];
        if (kind != Regression.NONE) {
            double[] ofY = fit(kind, y, rows, cols);
            double[] ofX = fit(kind, x, rows, cols);
            for (int k = 0; k < 3; k++) {
                found[k][0] = ofY[k];
                found[k][1] = ofX[k];
            }
            for (int p = 0; p < y.length; p++) {
                int row = p / cols;
                int col = p % cols;
                y[p] -= ofY[0] + row * ofY[1] + col * ofY[2];
                x[p] -= ofX[0] + row * ofX[1] + col * ofX[2];
            }
        }
        return found;
    }

    private static double[] fit(Regression kind, double[] f, int rows, int cols) {
        double n = 0;
        double rowMean = 0;
        double colMean = 0;
        double mean = 0;
        for (int p = 0; p < rows * cols; p++) {
            if (!Double.isNaN(f[p])) {
                n++;
                rowMean += Math.floorDiv(p, cols);
                colMean += p % cols;
                mean += f[p];
            }
        }
        if (n == 0) {
            return new double[3];
        }
        rowMean /= n;
        colMean /= n;
        mean /= n;
        if (kind == Regression.MEAN) {
            return new double[] {mean, 0, 0};
        }
        double rr = 0;
        double rc = 0;
        double cc = 0;
        double rf = 0;
        double cf = 0;
        for (int p = 0; p < rows * cols; p++) {
            if (!Double.isNaN(f[p])) {
                double r = Math.floorDiv(p, cols) - rowMean;
                double c = p % cols - colMean;
                rr += r * r;
                rc += r * c;
                cc += c * c;
                rf += r * (f[p] - mean);
                cf += c * (f[p] - mean);
            }
        }
        double determinant = rr * cc - rc * rc;
        double byRow;
        double byCol;
        if (determinant > 1e-12 * rr * cc) {
            byRow = (rf * cc - cf * rc) / determinant;
            byCol = (cf * rr - rf * rc) / determinant;
        } else {
            // All positions on one line: the shortest of the slopes that fit.
            byRow = rr + cc == 0 ? 0 : rf / (rr + cc);
            byCol = rr + cc == 0 ? 0 : cf / (rr + cc);
        }
        return new double[] {mean - byRow * rowMean - byCol * colMean, byRow, byCol};
    }
}
