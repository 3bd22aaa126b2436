package nbscope.io.internal.layout;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// The block lengths worth trying along each axis, the most promising first: fractions of the patch and of the axis,
/// powers of two and three times such.
final class AxisChoices {
    /// About this many combinations over all axes are tried.
    private static final double COMBINATIONS = 250_000;

    private AxisChoices() {}

    /// @param extra one more length for each axis, which is tried whatever its number of choices
    static List<List<Integer>> of(long[] shape, long[] patch, int[] extra, long most) {
        int open =
                (int) IntStream.range(0, shape.length).filter(i -> shape[i] > 1).count();
        int each = (int) Math.max(2, Math.pow(COMBINATIONS, 1.0 / Math.max(1, open)));
        List<List<Integer>> all = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            all.add(along(shape[i], patch[i], extra[i], most).stream()
                    .limit(each)
                    .toList());
        }
        return all;
    }

    private static Set<Integer> along(long length, long patch, int extra, long most) {
        Set<Integer> out = new LinkedHashSet<>();
        long limit = Math.min(length, most);
        add(out, extra, limit);
        add(out, 1, limit);
        add(out, patch, limit);
        add(out, length, limit);
        for (long part = 2; part <= 32; part *= 2) {
            fraction(out, patch, part, limit);
        }
        for (long n = 2; n <= limit; n *= 2) {
            add(out, n, limit);
        }
        for (long n = 3; n <= limit; n *= 2) {
            add(out, n, limit);
        }
        for (long part = 3; part <= 24; part++) {
            fraction(out, patch, part, limit);
            fraction(out, length, part, limit);
        }
        return out;
    }

    /// The part itself where it is whole, else the next even number: odd rows are slow to copy.
    private static void fraction(Set<Integer> out, long n, long part, long limit) {
        add(out, n % part == 0 ? n / part : (n / part / 2 + 1) * 2, limit);
    }

    private static void add(Set<Integer> out, long n, long limit) {
        if (n >= 1 && n <= limit) {
            out.add((int) n);
        }
    }
}
