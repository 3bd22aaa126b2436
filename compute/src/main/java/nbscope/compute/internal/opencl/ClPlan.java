package nbscope.compute.internal.opencl;

import java.util.Arrays;
import java.util.List;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Runs;
import nbscope.compute.internal.sums.WeightPlan;
import nbscope.io.DType;

/// A plan as the kernels read it, before it is a buffer.
///
/// @param entries blocks as (number, mask), or cells as (row, number in the row, mask, last of its row)
/// @param count   number of entries
/// @param masks   words of the masks that the entries name; one word at least
/// @param weights of a soft mask; empty for a plan
record ClPlan(int[] entries, int count, int[] masks, double[] weights) {
    private static final int ALL = -1;

    /// The blocks that hold selected pixels; only those that hold others too have a mask.
    static ClPlan blocks(Plan plan) {
        int[] entries = new int[2 * plan.blocks().length];
        int[] masks = new int[Math.max(1, plan.mask().length)];
        int n = 0;
        int partial = 0;
        for (int k = 0; k < plan.blocks().length; k++) {
            int from = k * Plan.BLOCK_WORDS;
            int all = -1;
            int any = 0;
            for (int w = from; w < from + Plan.BLOCK_WORDS; w++) {
                all &= plan.mask()[w];
                any |= plan.mask()[w];
            }
            if (any != 0) {
                entries[2 * n] = plan.blocks()[k];
                entries[2 * n + 1] = all == -1 ? ALL : partial;
                n++;
            }
            if (any != 0 && all != -1) {
                System.arraycopy(plan.mask(), from, masks, partial * Plan.BLOCK_WORDS, Plan.BLOCK_WORDS);
                partial++;
            }
        }
        return new ClPlan(
                Arrays.copyOf(entries, Math.max(2, 2 * n)),
                n,
                Arrays.copyOf(masks, Math.max(1, partial * Plan.BLOCK_WORDS)),
                new double[0]);
    }

    static ClPlan weights(WeightPlan plan) {
        int n = plan.blocks().length;
        int[] entries = new int[Math.max(2, 2 * n)];
        for (int k = 0; k < n; k++) {
            entries[2 * k] = plan.blocks()[k];
            entries[2 * k + 1] = k;
        }
        return new ClPlan(entries, n, new int[1], n == 0 ? new double[1] : plan.weights());
    }

    /// The selected pixels as cells of one detector row each, all ascending.
    ///
    /// @param cols pixels of a detector row
    static ClPlan cells(Plan plan, DType dtype, int cols) {
        var cells = new Cells(dtype, cols);
        int[] spans = plan.spans();
        int last = spans.length == 0 ? -1 : (spans[spans.length - 1] - 1) / cols;
        for (int row = spans.length == 0 ? 0 : spans[0] / cols; row <= last; row++) {
            cells.row(row, new Runs(spans).within(row * cols, (row + 1) * cols).ends());
        }
        return cells.plan();
    }

    private static final class Cells {
        private final int lanes;
        private final int size;
        private final int perRow;
        private int[] entries = new int[256];
        private int[] masks = new int[256];
        private int n;
        private int partial;

        Cells(DType dtype, int cols) {
            this.lanes = ClProgram.lanes(dtype);
            this.size = dtype.bytes();
            this.perRow = (cols + lanes - 1) / lanes;
        }

        /// @param spans within the row
        void row(int row, int[] spans) {
            long[] selected = new long[perRow];
            for (int k = 0; k < spans.length; k += 2) {
                for (int c = spans[k]; c < spans[k + 1]; c++) {
                    selected[c / lanes] |= 1L << c % lanes;
                }
            }
            boolean any = false;
            for (int cell = 0; cell < perRow; cell++) {
                if (selected[cell] != 0) {
                    entries = n + 4 > entries.length ? Arrays.copyOf(entries, 2 * entries.length) : entries;
                    entries[n] = row;
                    entries[n + 1] = cell;
                    entries[n + 2] = selected[cell] == (1L << lanes) - 1 ? ALL : mask(selected[cell]);
                    entries[n + 3] = 0;
                    n += 4;
                    any = true;
                }
            }
            if (any) {
                entries[n - 1] = 1;
            }
        }

        private int mask(long selected) {
            int words = lanes * size / 4;
            int at = partial * words;
            masks = at + words > masks.length ? Arrays.copyOf(masks, 2 * masks.length) : masks;
            for (int b = 0; b < lanes * size; b++) {
                masks[at + b / 4] |= (selected >> b / size & 1) == 0 ? 0 : 0xff << 8 * (b % 4);
            }
            return partial++;
        }

        ClPlan plan() {
            int words = Math.max(1, partial * lanes * size / 4);
            return new ClPlan(
                    Arrays.copyOf(entries, Math.max(4, n)), n / 4, Arrays.copyOf(masks, words), new double[0]);
        }
    }

    /// Whether two plans select the same pixels with the same weights.
    static boolean same(Object a, Object b) {
        return switch (a) {
            case Plan p -> b instanceof Plan q && Arrays.equals(p.spans(), q.spans());
            case WeightPlan p ->
                b instanceof WeightPlan q
                        && Arrays.equals(p.blocks(), q.blocks())
                        && Arrays.equals(p.weights(), q.weights());
            default -> false;
        };
    }

    /// Bytes of one pattern that the kernels read.
    long bytesTouched(boolean cells, DType dtype) {
        return (long) count * (cells ? ClProgram.lanes(dtype) * dtype.bytes() : Plan.BLOCK_BYTES);
    }

    List<ClQueue.Buffer> upload(ClQueue queue) {
        var first = queue.copyOf(entries);
        try {
            return List.of(first, weights.length > 0 ? queue.copyOf(weights) : queue.copyOf(masks));
        } catch (RuntimeException e) {
            queue.release(first);
            throw e;
        }
    }
}
