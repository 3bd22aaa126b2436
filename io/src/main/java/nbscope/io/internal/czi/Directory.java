package nbscope.io.internal.czi;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziCompression;
import nbscope.io.czi.CziDimension;
import nbscope.io.czi.CziPixelType;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.CziTile;
import org.jspecify.annotations.Nullable;

/// The sub-blocks of a file as columns of numbers: row `i` is the entry `i` of the directory. Filled
/// once by [DirectoryParser], then never changed.
final class Directory {
    /// In a column of positions: the entry does not have the dimension. Sorts before every position.
    static final int ABSENT = Integer.MIN_VALUE;

    /// The dimensions that have a column of positions, S and M besides those of a plane.
    static final String LETTERS = CziPlane.LETTERS + "SM";

    static final int S = LETTERS.indexOf('S');
    static final int M = LETTERS.indexOf('M');

    final int count;
    final int[] x;
    final int[] y;
    final int[] w;
    final int[] h;
    final int[] storedW;
    final int[] storedH;
    final int[] pixelType;
    final int[] compression;
    final int[] part;
    /// Of the sub-block's segment.
    final long[] position;
    /// Of the entry itself, for messages.
    final long[] entry;
    /// For each of [#LETTERS] the starts, null where no entry has the dimension.
    final int[] @Nullable [] start = new int[LETTERS.length()][];

    private final boolean[] varies = new boolean[LETTERS.length()];
    private final @Nullable CziDimension[] ranges = new CziDimension[LETTERS.length()];

    Directory(int count) {
        this.count = count;
        x = new int[count];
        y = new int[count];
        w = new int[count];
        h = new int[count];
        storedW = new int[count];
        storedH = new int[count];
        pixelType = new int[count];
        compression = new int[count];
        part = new int[count];
        position = new long[count];
        entry = new long[count];
    }

    /// The starts along a dimension of [#LETTERS]; made when the first entry has one.
    int[] column(int letter) {
        int[] column = start[letter];
        if (column == null) {
            column = new int[count];
            Arrays.fill(column, ABSENT);
            start[letter] = column;
        }
        return column;
    }

    int start(int letter, int row) {
        int[] column = start[letter];
        return column == null ? ABSENT : column[row];
    }

    boolean isFullResolution(int row) {
        return w[row] == storedW[row] && h[row] == storedH[row];
    }

    /// As libCZI has it: of the longer stored side, as float.
    float zoom(int row) {
        return storedW[row] > storedH[row] ? (float) storedW[row] / w[row] : (float) storedH[row] / h[row];
    }

    /// Null for a number that stands for nothing.
    @Nullable
    CziPixelType type(int row) {
        return PixelTypes.of(pixelType[row]);
    }

    CziBox box(int row) {
        return new CziBox(x[row], y[row], w[row], h[row]);
    }

    CziTile tile(int row) {
        Map<Character, Integer> where = new TreeMap<>();
        where.put('X', x[row]);
        where.put('Y', y[row]);
        for (int letter = 0; letter < LETTERS.length(); letter++) {
            int at = start(letter, row);
            if (at != ABSENT) {
                where.put(LETTERS.charAt(letter), at);
            }
        }
        return new CziTile(
                row,
                position[row],
                part[row],
                type(row),
                pixelType[row],
                CziCompression.of(compression[row]),
                Collections.unmodifiableMap(where),
                box(row),
                storedW[row],
                storedH[row]);
    }

    /// The range of a dimension of [#LETTERS], null where no entry has it.
    @Nullable
    CziDimension dimension(int letter) {
        return ranges[letter];
    }

    /// Whether entries differ along a dimension, or some lack it.
    boolean varies(int letter) {
        return varies[letter];
    }

    /// Called once, when all rows are there.
    void finish() {
        for (int letter = 0; letter < ranges.length; letter++) {
            int[] column = start[letter];
            if (column == null) {
                continue;
            }
            int low = Integer.MAX_VALUE;
            int high = ABSENT;
            boolean absent = false;
            for (int value : column) {
                if (value != ABSENT) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                } else {
                    absent = true;
                }
            }
            varies[letter] = absent || low != high;
            ranges[letter] = new CziDimension(LETTERS.charAt(letter), low, (long) high - low + 1);
        }
    }
}
