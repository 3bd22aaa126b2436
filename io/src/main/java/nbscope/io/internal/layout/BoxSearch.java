package nbscope.io.internal.layout;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Tries every combination of one length for each axis whose product lies between two limits, and keeps the one
/// with the lowest score. Of equal ones the first counts, so the answer is always the same.
final class BoxSearch {
    private final List<List<Integer>> choices;
    private final long least;
    private final long most;
    private final ToDoubleFunction<int[]> score;
    private final int[] box;
    /// The largest product that the axes from this one on can have.
    private final double[] reach;
    private double lowest = Double.POSITIVE_INFINITY;
    private int @Nullable [] best;

    private BoxSearch(List<List<Integer>> choices, long least, long most, ToDoubleFunction<int[]> score) {
        this.choices = choices;
        this.least = least;
        this.most = most;
        this.score = score;
        this.box = new int[choices.size()];
        this.reach = new double[choices.size() + 1];
        reach[choices.size()] = 1;
        for (int i = choices.size() - 1; i >= 0; i--) {
            int longest = choices.get(i).stream().max(Integer::compare).orElse(1);
            reach[i] = reach[i + 1] * longest;
        }
    }

    /// @param choices lengths to try along each axis
    /// @param least elements that a box must have
    /// @param most elements that a box may have
    /// @param score of a box, lower is better, infinite for one that does not do; the array is reused
    /// @return null when no combination does
    static int @Nullable [] lowest(List<List<Integer>> choices, long least, long most, ToDoubleFunction<int[]> score) {
        BoxSearch search = new BoxSearch(choices, least, most, score);
        search.axis(0, 1);
        return search.best;
    }

    private void axis(int axis, long elements) {
        if (axis == box.length) {
            double found = score.applyAsDouble(box);
            if (found < lowest) {
                lowest = found;
                best = box.clone();
            }
            return;
        }
        for (int length : choices.get(axis)) {
            long grown = elements * length;
            if (grown <= most && grown * reach[axis + 1] >= least) {
                box[axis] = length;
                axis(axis + 1, grown);
            }
        }
    }
}
