package nbscope.io.internal.volume;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import nbscope.io.internal.volume.Volume.Turn;
import org.jspecify.annotations.Nullable;

/// Where the pixels of an image lie: an affine matrix over all its axes, and whether its first rows point to the
/// right, the front and the top of a patient (RAS) or to the left and the back (LPS). The rules are those of medvol
/// 0.0.22 (medvol/geometry.py) with nibabel 5.4.2 (nibabel/orientations.py), so that a converted file equals
/// mlarray's.
///
/// @param affine rank+1 rows of rank+1 numbers; empty where there is none (fewer than 2 or more than 4
///     axes)
/// @param axes   which axes of the array lie in the patient; empty where the directions have no such
///     meaning
/// @param left   whether the first two rows grow to the left and the back
public record Placement(double[][] affine, int[] axes, boolean left) {
    private static final double SNAP = 1e-6;
    private static final int POLAR_STEPS = 100;
    private static final String[] LOW = {"L", "P", "I"};
    private static final String[] HIGH = {"R", "A", "S"};

    /// No statement.
    public static Placement none() {
        return new Placement(new double[0][], new int[0], false);
    }

    /// Lengths of the columns.
    double[] steps() {
        int n = Math.max(0, affine.length - 1);
        double[] out = new double[n];
        for (int c = 0; c < n; c++) {
            for (int r = 0; r < n; r++) {
                out[c] += affine[r][c] * affine[r][c];
            }
            out[c] = Math.sqrt(out[c]);
        }
        return out;
    }

    /// How medvol turns the axes, null where it leaves them.
    ///
    /// The order follows medvol also where it turns three axes the wrong way round: values and matrix stay
    /// consistent, and [#coordinateSystem] says where the axes point.
    @Nullable
    Turn turn(long[] shape) {
        int n = axes.length;
        if (n == 0) {
            return null;
        }
        double[][] world = ras();
        int[][] current = orientation(world);
        // transform[axis] is where it points, and whether it has to be turned round.
        int rank = shape.length;
        int[] order = new int[rank];
        boolean[] backward = new boolean[rank];
        for (int i = 0; i < n; i++) {
            order[i] = axes[current[i][0]];
            backward[i] = current[i][1] < 0;
        }
        List<Integer> own = Arrays.stream(axes).boxed().toList();
        int next = n;
        for (int i = 0; i < rank; i++) {
            if (!own.contains(i)) {
                order[next++] = i;
            }
        }
        double[][] turned = new double[rank + 1][rank + 1];
        for (int r = 0; r <= rank; r++) {
            turned[r][rank] = world[r][rank];
            for (int i = 0; i < rank; i++) {
                double step = world[r][order[i]];
                turned[r][i] = backward[i] ? -step : step;
                turned[r][rank] += backward[i] ? step * (shape[order[i]] - 1) : 0;
            }
        }
        snap(turned);
        return new Turn(
                order, backward, new Placement(turned, IntStream.range(0, n).toArray(), false));
    }

    /// The matrix with rows that grow to the right, the front and the top.
    private double[][] ras() {
        double[][] out = Arrays.stream(affine).map(double[]::clone).toArray(double[][]::new);
        for (int r = 0; left && r < Math.min(2, axes.length); r++) {
            for (int c = 0; c < out[r].length; c++) {
                out[r][c] = -out[r][c];
            }
        }
        snap(out);
        return out;
    }

    /// For each axis of the patient: the row along which it runs, and 1 or -1.
    private int[][] orientation(double[][] world) {
        int n = axes.length;
        double[][] linear = new double[n][n];
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < n; c++) {
                linear[r][c] = world[r][axes[c]];
            }
        }
        double[][] rotation = polar(unitColumns(linear));
        Integer[] strongest = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        double[] weakest = new double[n];
        for (int c = 0; c < n; c++) {
            for (int r = 0; r < n; r++) {
                weakest[c] = Math.min(weakest[c], -rotation[r][c] * rotation[r][c]);
            }
        }
        Arrays.sort(strongest, Comparator.comparingDouble(c -> weakest[c]));
        int[][] out = new int[n][2];
        boolean[] used = new boolean[n];
        for (int c : strongest) {
            int best = -1;
            for (int r = 0; r < n; r++) {
                boolean larger = best < 0 || Math.abs(rotation[r][c]) > Math.abs(rotation[best][c]);
                best = !used[r] && larger ? r : best;
            }
            used[best] = true;
            out[c] = new int[] {best, rotation[best][c] < 0 ? -1 : 1};
        }
        return out;
    }

    private static double[][] unitColumns(double[][] linear) {
        int n = linear.length;
        double[][] out = new double[n][n];
        for (int c = 0; c < n; c++) {
            double squares = 0;
            for (double[] row : linear) {
                squares += row[c] * row[c];
            }
            for (int r = 0; r < n; r++) {
                out[r][c] = squares == 0 ? 0 : linear[r][c] / Math.sqrt(squares);
            }
        }
        return out;
    }

    /// The nearest rotation or reflection: Newton's iteration X <- (X + X^-T) / 2 (Higham 1986).
    private static double[][] polar(double[][] matrix) {
        double[][] x = matrix;
        int n = x.length;
        for (int step = 0; step < POLAR_STEPS; step++) {
            double[][] inverse = inverse(x);
            double change = 0;
            double[][] next = new double[n][n];
            for (int r = 0; r < n; r++) {
                for (int c = 0; c < n; c++) {
                    next[r][c] = (x[r][c] + inverse[c][r]) / 2;
                    change = Math.max(change, Math.abs(next[r][c] - x[r][c]));
                }
            }
            x = next;
            if (change < 1e-15) {
                break;
            }
        }
        return x;
    }

    /// By Gauss and Jordan.
    ///
    /// @throws IllegalArgumentException when the axes lie in one plane
    private static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] a =
                Arrays.stream(matrix).map(row -> Arrays.copyOf(row, 2 * n)).toArray(double[][]::new);
        for (int i = 0; i < n; i++) {
            a[i][n + i] = 1;
        }
        for (int i = 0; i < n; i++) {
            int best = i;
            for (int r = i + 1; r < n; r++) {
                best = Math.abs(a[r][i]) > Math.abs(a[best][i]) ? r : best;
            }
            double[] swap = a[i];
            a[i] = a[best];
            a[best] = swap;
            double pivot = a[i][i];
            if (!(Math.abs(pivot) > 1e-12)) {
                throw new IllegalArgumentException("the affine matrix cannot be inverted: two axes run the same way");
            }
            for (int c = 0; c < 2 * n; c++) {
                a[i][c] /= pivot;
            }
            for (int r = 0; r < n; r++) {
                double factor = a[r][i];
                for (int c = 0; r != i && c < 2 * n; c++) {
                    a[r][c] -= factor * a[i][c];
                }
            }
        }
        return Arrays.stream(a).map(row -> Arrays.copyOfRange(row, n, 2 * n)).toArray(double[][]::new);
    }

    /// Where the axes point, as `RAS+`: one letter each; null where that has no meaning.
    public @Nullable String coordinateSystem() {
        int n = axes.length;
        if (n == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        List<Integer> used = new ArrayList<>();
        for (int axis : axes) {
            int best = -1;
            for (int r = 0; r < n; r++) {
                boolean larger = best < 0 || Math.abs(affine[r][axis]) > Math.abs(affine[best][axis]);
                best = !used.contains(r) && larger ? r : best;
            }
            if (Math.abs(affine[best][axis]) <= SNAP) {
                return null;
            }
            used.add(best);
            boolean grows = affine[best][axis] > 0 != (left && best < 2);
            text.append((grows ? HIGH : LOW)[best]);
        }
        return text.append('+').toString();
    }

    /// Numbers that lie within a millionth of a decimal one become it.
    private static void snap(double[][] matrix) {
        for (double[] row : matrix) {
            for (int c = 0; c < row.length; c++) {
                for (double scale = 1; scale <= 1e6; scale *= 10) {
                    double rounded = Math.rint(row[c] * scale) / scale;
                    if (Math.abs(row[c] - rounded) <= SNAP) {
                        row[c] = rounded;
                    }
                }
            }
        }
    }
}
