package nbscope.io;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the pixels of an MLArray lie: `position = affine · (index, 1)`, over the spatial axes. The parts of the matrix
/// are those of mlarray 0.0.54 (mlarray.py): columns as they stand, no decomposition.
///
/// @param affine n+1 rows of n+1 numbers
public record MlaGeometry(double[][] affine) {
    public MlaGeometry {
        affine = copy(affine);
    }

    static MlaGeometry of(
            int axes,
            double @Nullable [][] affine,
            double @Nullable [] spacing,
            double @Nullable [] origin,
            double @Nullable [][] direction) {
        if (affine != null) {
            return new MlaGeometry(affine);
        }
        double[][] matrix = new double[axes + 1][axes + 1];
        for (int r = 0; r < axes; r++) {
            for (int c = 0; c < axes; c++) {
                double cosine = direction == null ? (r == c ? 1 : 0) : direction[r][c];
                matrix[r][c] = cosine * (spacing == null ? 1 : spacing[c]);
            }
            matrix[r][axes] = origin == null ? 0 : origin[r];
        }
        matrix[axes][axes] = 1;
        return new MlaGeometry(matrix);
    }

    /// A copy.
    @Override
    public double[][] affine() {
        return copy(affine);
    }

    /// The last column: the position of the first pixel.
    public double[] translation() {
        int n = axes();
        double[] out = new double[n];
        for (int r = 0; r < n; r++) {
            out[r] = affine[r][n];
        }
        return out;
    }

    /// Lengths of the columns: the step from a pixel to the next, along each axis.
    public double[] scale() {
        int n = axes();
        double[] out = new double[n];
        for (int c = 0; c < n; c++) {
            double squares = 0;
            for (int r = 0; r < n; r++) {
                squares += affine[r][c] * affine[r][c];
            }
            out[c] = Math.sqrt(squares);
        }
        return out;
    }

    /// The columns at length 1.
    public double[][] rotation() {
        int n = axes();
        double[] scale = scale();
        double[][] out = new double[n][n];
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < n; c++) {
                out[r][c] = affine[r][c] / scale[c];
            }
        }
        return out;
    }

    /// `rotationᵀ · affine / scale`, rows divided: the identity for columns at right angles.
    public double[][] shear() {
        int n = axes();
        double[] scale = scale();
        double[][] rotation = rotation();
        double[][] out = new double[n][n];
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < n; c++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += rotation[k][r] * affine[k][c];
                }
                out[r][c] = sum / scale[r];
            }
        }
        return out;
    }

    private int axes() {
        return affine.length - 1;
    }

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof MlaGeometry g && Arrays.deepEquals(affine, g.affine);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(affine);
    }

    @Override
    public String toString() {
        return "affine " + Arrays.deepToString(affine);
    }
}
