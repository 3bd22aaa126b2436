package nbscope.compute;

import java.util.Arrays;
import nbscope.io.Calibration;

/// A weight for each pixel of the detector; 0 and 1 for a plain set of pixels.
public final class MaskDetector implements Detector {
    private final int rows;
    private final int cols;
    private final float[] weights;

    private MaskDetector(int rows, int cols, float[] weights) {
        this.rows = rows;
        this.cols = cols;
        this.weights = weights;
        for (float w : weights) {
            if (!Float.isFinite(w)) {
                throw new IllegalArgumentException("the weights of a mask are finite numbers; found " + w);
            }
        }
    }

    static MaskDetector of(boolean[][] selected) {
        int cols = columns(selected.length == 0 ? 0 : selected[0].length, selected.length);
        float[] weights = new float[selected.length * cols];
        for (int r = 0; r < selected.length; r++) {
            checkRow(selected[r].length, cols, r);
            for (int c = 0; c < cols; c++) {
                weights[r * cols + c] = selected[r][c] ? 1 : 0;
            }
        }
        return new MaskDetector(selected.length, cols, weights);
    }

    static MaskDetector of(float[][] weights) {
        int cols = columns(weights.length == 0 ? 0 : weights[0].length, weights.length);
        float[] flat = new float[weights.length * cols];
        for (int r = 0; r < weights.length; r++) {
            checkRow(weights[r].length, cols, r);
            System.arraycopy(weights[r], 0, flat, r * cols, cols);
        }
        return new MaskDetector(weights.length, cols, flat);
    }

    private static int columns(int cols, int rows) {
        if (cols == 0) {
            throw new IllegalArgumentException("a mask needs a row and a column at least; found " + rows + " x 0");
        }
        return cols;
    }

    private static void checkRow(int found, int cols, int row) {
        if (found != cols) {
            throw new IllegalArgumentException(
                    "the rows of a mask are equally long; row 0 has " + cols + " pixels, row " + row + " has " + found);
        }
    }

    public int rows() {
        return rows;
    }

    public int cols() {
        return cols;
    }

    public float weight(int row, int col) {
        return weights[row * cols + col];
    }

    /// A mask's pixels are the detector's.
    ///
    /// @throws IllegalArgumentException for anything but pixels
    @Override
    public MaskDetector in(Unit unit) {
        if (unit != Unit.PIXELS) {
            throw new IllegalArgumentException("a mask is given pixel by pixel and has no lengths in other units");
        }
        return this;
    }

    /// @throws IllegalArgumentException always
    @Override
    public MaskDetector at(double centreRow, double centreCol) {
        throw new IllegalArgumentException("a mask is given pixel by pixel and has no centre to move");
    }

    @Override
    public MaskDetector resolve(Calibration calibration, int detRows, int detCols) {
        if (rows != detRows || cols != detCols) {
            throw new IllegalArgumentException(
                    "this mask has " + rows + " x " + cols + " pixels, " + detRows + " x " + detCols + " are needed");
        }
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MaskDetector m && m.cols == cols && Arrays.equals(m.weights, weights);
    }

    @Override
    public int hashCode() {
        return 31 * cols + Arrays.hashCode(weights);
    }

    @Override
    public String toString() {
        return "mask of " + rows + " x " + cols + " pixels";
    }
}
