package nbscope.io.internal.czi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Gives each combination of level and plane a number: the positions along the dimensions are the
/// digits of one long. Immutable.
final class PlaneKeys {
    /// One dimension.
    ///
    /// @param letter  in [Directory#LETTERS]
    /// @param low     smallest position
    /// @param span    positions from the smallest to the largest, and one more for entries without the
    /// dimension
    /// @param distinct numbers so far, sorted, where they would have become too large; null else
    private record Digit(int letter, int low, long span, long @Nullable [] distinct) {}

    private final List<Digit> digits = new ArrayList<>();
    private long[] distinct = new long[0];

    /// For each letter the only position that there is; a wish for another one finds nothing.
    private final int[] only = new int[Directory.LETTERS.length()];

    /// The number of each row.
    final int[] group;

    PlaneKeys(Directory directory, int[] level, int levels) {
        int n = directory.count;
        long[] key = new long[n];
        for (int row = 0; row < n; row++) {
            key[row] = level[row];
        }
        long range = levels;
        for (int letter = 0; letter < Directory.LETTERS.length() - 2; letter++) {
            int[] column = directory.start[letter];
            var dimension = directory.dimension(letter);
            only[letter] = dimension == null ? Directory.ABSENT : dimension.start();
            if (column == null || dimension == null || !directory.varies(letter)) {
                continue;
            }
            long span = dimension.size() + 1;
            long @Nullable [] before = null;
            if (range > Long.MAX_VALUE / 4 / span) {
                before = distinct(key);
                replace(key, before);
                range = before.length;
            }
            digits.add(new Digit(letter, dimension.start(), span, before));
            for (int row = 0; row < n; row++) {
                key[row] = key[row] * span + digit(column[row], dimension.start());
            }
            range *= span;
        }
        group = new int[n];
        distinct = range == 1 && n > 0 ? new long[1] : distinct(key);
        if (distinct.length > 1) {
            replace(key, distinct);
            for (int row = 0; row < n; row++) {
                group[row] = (int) key[row];
            }
        }
    }

    private static long digit(int position, int low) {
        return position == Directory.ABSENT ? 0 : (long) position - low + 1;
    }

    private static long[] distinct(long[] keys) {
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        int n = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[n++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, n);
    }

    private static void replace(long[] keys, long[] distinct) {
        for (int i = 0; i < keys.length; i++) {
            // Neighbours in a directory tend to lie in the same plane.
            keys[i] = i > 0 && keys[i] == distinct[(int) keys[i - 1]]
                    ? keys[i - 1]
                    : Arrays.binarySearch(distinct, keys[i]);
        }
    }

    private static Predicate<Digit> hasLetter(int letter) {
        return digit -> digit.letter == letter;
    }

    int groups() {
        return distinct.length;
    }

    /// @param position for each of [Directory#LETTERS]
    /// @return the number of a combination, negative where no row has it
    int find(int level, int[] position) {
        long key = level;
        for (int letter = 0; letter < position.length; letter++) {
            if (position[letter] != only[letter] && digits.stream().noneMatch(hasLetter(letter))) {
                return -1;
            }
        }
        for (Digit digit : digits) {
            if (digit.distinct != null) {
                key = Arrays.binarySearch(digit.distinct, key);
            }
            long value = digit(position[digit.letter], digit.low);
            if (key < 0 || value < 0 || value >= digit.span) {
                return -1;
            }
            key = key * digit.span + value;
        }
        return Arrays.binarySearch(distinct, key);
    }
}
