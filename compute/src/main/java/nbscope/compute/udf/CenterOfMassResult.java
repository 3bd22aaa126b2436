package nbscope.compute.udf;

import java.lang.foreign.MemorySegment;
import nbscope.compute.Image;
import nbscope.compute.internal.udf.FieldRegression;
import nbscope.io.DType;

/// Centres of mass over the scan, F64, in pixels; NaN where nothing was computed or the sum of a frame is
/// 0. Formulas of `divergence` and `curl` as in LiberTEM: second-order differences, one-sided at the
/// border.
///
/// @param rawComY    row of the centre of mass in the frame
/// @param rawComX    column of it
/// @param shiftY     row of it from the reference
/// @param shiftX     column of it from the reference
/// @param fieldY     shift in the scan's coordinates, after flip, rotation and regression: the row
/// @param fieldX     the column of it
/// @param magnitude  length of the field
/// @param divergence dFy/dy + dFx/dx
/// @param curl       dFy/dx - dFx/dy
/// @param regression what was subtracted: constant, per scan row, per scan column; each of y and x
public record CenterOfMassResult(
        Image rawComY,
        Image rawComX,
        Image shiftY,
        Image shiftX,
        Image fieldY,
        Image fieldX,
        Image magnitude,
        Image divergence,
        Image curl,
        double[][] regression) {

    static CenterOfMassResult of(CenterOfMass udf, UdfMeta meta, NavValues moments) {
        double[] sum = moments.filled(0);
        double[] comY = moments.filled(1);
        double[] comX = moments.filled(2);
        int n = sum.length;
        double[] shiftY = new double[n];
        double[] shiftX = new double[n];
        double[] fieldY = new double[n];
        double[] fieldX = new double[n];
        double refY = udf.centreRow(meta);
        double refX = udf.centreCol(meta);
        double cos = Math.cos(Math.toRadians(udf.scanRotation()));
        double sin = Math.sin(Math.toRadians(udf.scanRotation()));
        for (int p = 0; p < n; p++) {
            // 0 / 0 is NaN, but an exact 1 / 0 would be infinite.
            double total = sum[p] == 0 ? Double.NaN : sum[p];
            comY[p] /= total;
            comX[p] /= total;
            shiftY[p] = comY[p] - refY;
            shiftX[p] = comX[p] - refX;
            double y = udf.flipY() ? -shiftY[p] : shiftY[p];
            fieldY[p] = cos * y + sin * shiftX[p];
            fieldX[p] = -sin * y + cos * shiftX[p];
        }
        int rows = meta.scanRows();
        int cols = meta.scanCols();
        var regression = FieldRegression.subtract(udf.regression(), fieldY, fieldX, rows, cols);
        double[] magnitude = new double[n];
        double[] divergence = new double[n];
        double[] curl = new double[n];
        double[][] dy = {down(fieldY, rows, cols), down(fieldX, rows, cols)};
        double[][] dx = {across(fieldY, rows, cols), across(fieldX, rows, cols)};
        for (int p = 0; p < n; p++) {
            magnitude[p] = Math.sqrt(fieldY[p] * fieldY[p] + fieldX[p] * fieldX[p]);
            divergence[p] = dy[0][p] + dx[1][p];
            curl[p] = dx[0][p] - dy[1][p];
        }
        return new CenterOfMassResult(
                image(meta, comY),
                image(meta, comX),
                image(meta, shiftY),
                image(meta, shiftX),
                image(meta, fieldY),
                image(meta, fieldX),
                image(meta, magnitude),
                image(meta, divergence),
                image(meta, curl),
                regression);
    }

    private static Image image(UdfMeta meta, double[] values) {
        return Image.of(meta.scanRows(), meta.scanCols(), DType.F64, MemorySegment.ofArray(values));
    }

    private static double[] down(double[] f, int rows, int cols) {
        double[] d = new double[f.length];
        for (int y = 0; y < rows; y++) {
            int a = Math.max(0, y - 1);
            int b = Math.min(rows - 1, y + 1);
            for (int x = 0; x < cols; x++) {
                d[y * cols + x] = (f[b * cols + x] - f[a * cols + x]) / (b - a);
            }
        }
        return d;
    }

    private static double[] across(double[] f, int rows, int cols) {
        double[] d = new double[f.length];
        for (int x = 0; x < cols; x++) {
            int a = Math.max(0, x - 1);
            int b = Math.min(cols - 1, x + 1);
            for (int y = 0; y < rows; y++) {
                d[y * cols + x] = (f[y * cols + b] - f[y * cols + a]) / (b - a);
            }
        }
        return d;
    }
}
