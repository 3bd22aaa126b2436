package nbscope.compute.internal.udf;

import java.lang.foreign.MemorySegment;
import nbscope.compute.udf.CorrectionSet;
import nbscope.io.DType;
import nbscope.io.Pixels;
import org.jspecify.annotations.Nullable;

/// A correction set made ready for frames of one size: which pixels are patched from which. Stateless in
/// use.
final class Corrector {
    private final CorrectionSet set;
    private final int pixels;

    /// Excluded pixels; for each of them its good neighbours.
    private final int[] patched;

    private final int[][] neighbours;

    Corrector(CorrectionSet set, int rows, int cols) {
        this.set = set;
        this.pixels = rows * cols;
        check("dark", set.dark() == null ? pixels : set.dark().length, rows, cols);
        check("gain", set.gain() == null ? pixels : set.gain().length, rows, cols);
        boolean[] excluded = set.excluded() == null ? new boolean[pixels] : set.excluded();
        check("excluded", excluded.length, rows, cols);
        int n = 0;
        for (boolean e : excluded) {
            n += e ? 1 : 0;
        }
        patched = new int[n];
        neighbours = new int[n][];
        int k = 0;
        for (int p = 0; p < pixels; p++) {
            if (excluded[p]) {
                patched[k] = p;
                neighbours[k++] = around(p, excluded, rows, cols, set.allowEmpty());
            }
        }
    }

    private static void check(String what, int length, int rows, int cols) {
        if (length != rows * cols) {
            throw new IllegalArgumentException(
                    "the correction \"" + what + "\" has " + length + " pixels, the detector " + rows + " x " + cols);
        }
    }

    private static int[] around(int p, boolean[] excluded, int rows, int cols, boolean allowEmpty) {
        int row = p / cols;
        int col = p % cols;
        int[] found = new int[8];
        int n = 0;
        for (int y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
            for (int x = Math.max(0, col - 1); x <= Math.min(cols - 1, col + 1); x++) {
                if (!excluded[y * cols + x]) {
                    found[n++] = y * cols + x;
                }
            }
        }
        if (n == 0 && !allowEmpty) {
            throw new IllegalArgumentException("the excluded pixel " + row + ", " + col + " has no neighbour that is"
                    + " not excluded, so nothing can be put in its place; exclude fewer pixels or allow it"
                    + " (CorrectionSet.allowEmpty), which leaves the pixel as it is");
        }
        return java.util.Arrays.copyOf(found, n);
    }

    /// Type of the corrected pixels.
    static DType type(DType stored) {
        return switch (stored) {
            case F64, U32, I32, U64, I64 -> DType.F64;
            case U8, I8, U16, I16, F32, F16, C64, C128, RAW -> DType.F32;
        };
    }

    /// Corrects one frame into `out`.
    void correct(DType from, MemorySegment in, long inAt, MemorySegment out, long outAt, Line line) {
        if (type(from) == DType.F64) {
            double[] values = line.doubles();
            Pixels.toDoubles(from, in, inAt, values, 0, pixels);
            apply(values);
            MemorySegment.copy(values, 0, out, Pixels.F64, outAt, pixels);
        } else {
            float[] values = line.floats();
            FloatPixels.toFloats(from, in, inAt, values, pixels);
            apply(values);
            MemorySegment.copy(values, 0, out, Pixels.F32, outAt, pixels);
        }
    }

    private void apply(float[] values) {
        subtract(values, set.dark());
        multiply(values, set.gain());
        for (int k = 0; k < patched.length; k++) {
            double sum = 0;
            for (int p : neighbours[k]) {
                sum += values[p];
            }
            if (neighbours[k].length > 0) {
                values[patched[k]] = (float) (sum / neighbours[k].length);
            }
        }
    }

    private static void subtract(float[] values, float @Nullable [] dark) {
        if (dark != null) {
            for (int i = 0; i < dark.length; i++) {
                values[i] -= dark[i];
            }
        }
    }

    private static void multiply(float[] values, float @Nullable [] gain) {
        if (gain != null) {
            for (int i = 0; i < gain.length; i++) {
                values[i] *= gain[i];
            }
        }
    }

    private void apply(double[] values) {
        float[] dark = set.dark();
        float[] gain = set.gain();
        for (int i = 0; i < pixels; i++) {
            values[i] = (values[i] - (dark == null ? 0 : dark[i])) * (gain == null ? 1 : gain[i]);
        }
        for (int k = 0; k < patched.length; k++) {
            double sum = 0;
            for (int p : neighbours[k]) {
                sum += values[p];
            }
            if (neighbours[k].length > 0) {
                values[patched[k]] = sum / neighbours[k].length;
            }
        }
    }
}
