package nbscope.compute.internal.sums;

import java.util.Arrays;

/// Runs of consecutive numbers among `[0, n)`: selected pixels of a pattern, or selected positions of a
/// scan.
///
/// @param ends first and one-past-last number of each run, in order, pairs
public record Runs(int[] ends) {
    /// All of `[0, n)`.
    public static Runs all(int n) {
        return new Runs(n == 0 ? new int[0] : new int[] {0, n});
    }

    public static Runs of(boolean[] selected) {
        int[] ends = new int[16];
        int n = 0;
        for (int p = 0; p < selected.length; p++) {
            if (selected[p] && (p == 0 || !selected[p - 1])) {
                ends = n + 2 > ends.length ? Arrays.copyOf(ends, 2 * n) : ends;
                ends[n] = p;
                n += 2;
            }
            if (selected[p]) {
                ends[n - 1] = p + 1;
            }
        }
        return new Runs(Arrays.copyOf(ends, n));
    }

    /// How many numbers are selected.
    public int count() {
        int count = 0;
        for (int k = 0; k < ends.length; k += 2) {
            count += ends[k + 1] - ends[k];
        }
        return count;
    }

    /// The part of the runs within `[from, to)`, counted from `from`.
    public Runs within(int from, int to) {
        int[] part = new int[ends.length];
        int n = 0;
        for (int k = 0; k < ends.length; k += 2) {
            int first = Math.max(from, ends[k]);
            int last = Math.min(to, ends[k + 1]);
            if (first < last) {
                part[n++] = first - from;
                part[n++] = last - from;
            }
        }
        return new Runs(Arrays.copyOf(part, n));
    }

    /// Every selected number, ascending.
    public int[] numbers() {
        int[] all = new int[count()];
        int n = 0;
        for (int k = 0; k < ends.length; k += 2) {
            for (int i = ends[k]; i < ends[k + 1]; i++) {
                all[n++] = i;
            }
        }
        return all;
    }
}
