package nbscope.compute.internal.udf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nbscope.compute.udf.Mask;
import nbscope.compute.udf.UdfMeta;

/// Masks made ready for products: runs of pixels, and for each run the weights of every mask that has one
/// there.
///
/// @param spans   first pixel, one past the last pixel, first weight, mask; four numbers per run
/// @param weights the weights of all runs one after another
/// @param masks   number of masks
public record Weights(int[] spans, double[] weights, int masks) {
    /// Zeros between two runs that are cheaper to multiply than to skip.
    private static final int GAP = 16;

    public static Weights of(List<Mask> masks, UdfMeta meta) {
        List<int[]> spans = new ArrayList<>();
        List<double[]> weights = new ArrayList<>();
        int n = 0;
        for (int m = 0; m < masks.size(); m++) {
            double[] dense = dense(masks.get(m), meta);
            for (int p = 0; p < dense.length; ) {
                if (dense[p] == 0) {
                    p++;
                    continue;
                }
                int end = end(dense, p);
                spans.add(new int[] {p, end, n, m});
                weights.add(Arrays.copyOfRange(dense, p, end));
                n += end - p;
                p = end;
            }
        }
        double[] all = new double[n];
        int[] flat = new int[4 * spans.size()];
        for (int i = 0; i < spans.size(); i++) {
            System.arraycopy(spans.get(i), 0, flat, 4 * i, 4);
            System.arraycopy(weights.get(i), 0, all, spans.get(i)[2], weights.get(i).length);
        }
        return new Weights(flat, all, masks.size());
    }

    private static int end(double[] dense, int from) {
        int last = from;
        for (int p = from; p < dense.length && p - last <= GAP; p++) {
            if (dense[p] != 0) {
                last = p;
            }
        }
        return last + 1;
    }

    /// Whether all weights are 0 and 1.
    public static boolean isSelection(Mask mask, UdfMeta meta) {
        check(mask, meta);
        return switch (mask) {
            case Mask.Selected m -> true;
            case Mask.Dense m -> Arrays.stream(m.weights()).allMatch(w -> w == 0 || w == 1);
            case Mask.Sparse m -> Arrays.stream(m.weights()).allMatch(w -> w == 0 || w == 1);
        };
    }

    /// The pixels of weight 1 of such a mask.
    public static boolean[] selected(Mask mask, UdfMeta meta) {
        if (mask instanceof Mask.Selected m) {
            return m.pixels();
        }
        double[] dense = dense(mask, meta);
        boolean[] selected = new boolean[dense.length];
        for (int p = 0; p < dense.length; p++) {
            selected[p] = dense[p] == 1;
        }
        return selected;
    }

    private static double[] dense(Mask mask, UdfMeta meta) {
        check(mask, meta);
        return switch (mask) {
            case Mask.Dense m -> m.weights();
            case Mask.Selected m -> {
                double[] dense = new double[meta.pixels()];
                for (int p = 0; p < dense.length; p++) {
                    dense[p] = m.pixels()[p] ? 1 : 0;
                }
                yield dense;
            }
            case Mask.Sparse m -> {
                double[] dense = new double[meta.pixels()];
                for (int i = 0; i < m.pixels().length; i++) {
                    dense[m.pixels()[i]] = m.weights()[i];
                }
                yield dense;
            }
        };
    }

    private static void check(Mask mask, UdfMeta meta) {
        boolean fits = switch (mask) {
            case Mask.Selected m -> m.pixels().length == meta.pixels();
            case Mask.Dense m -> m.weights().length == meta.pixels();
            case Mask.Sparse m ->
                m.pixels().length == 0 || (m.pixels()[0] >= 0 && m.pixels()[m.pixels().length - 1] < meta.pixels());
        };
        if (!fits) {
            throw new IllegalArgumentException("a mask does not fit the detector of " + meta.detRows() + " x "
                    + meta.detCols() + " = " + meta.pixels() + " pixels; a mask has one entry for each of them, row by"
                    + " row, or names some of them");
        }
    }
}
