package nbscope.io.internal.array;

/// The tiles of a regular grid that a box touches, numbered in C order from 0. Immutable.
public final class TileBox {
    private final long[] first;
    private final long[] span;
    private final long count;

    private TileBox(long[] first, long[] span, long count) {
        this.first = first;
        this.span = span;
        this.count = count;
    }

    /// @param low  first element of the box along each axis
    /// @param high one after its last; a box that is empty along an axis touches no tile
    /// @param tile elements of a tile along each axis, at least 1 where the box is not empty
    /// @throws ArithmeticException where the count does not fit a long
    public static TileBox of(long[] low, long[] high, int[] tile) {
        int rank = low.length;
        long[] first = new long[rank];
        long[] span = new long[rank];
        long count = 1;
        for (int i = 0; i < rank; i++) {
            if (high[i] > low[i]) {
                first[i] = low[i] / tile[i];
                span[i] = (high[i] - 1) / tile[i] - first[i] + 1;
            }
            count = Math.multiplyExact(count, span[i]);
        }
        return new TileBox(first, span, count);
    }

    /// How many tiles the box touches.
    public long count() {
        return count;
    }

    /// Where tile `ordinal` of the box stands in the grid, counted in tiles along each axis.
    public long[] at(long ordinal) {
        long[] at = new long[span.length];
        long rest = ordinal;
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = first[i] + rest % span[i];
            rest /= span[i];
        }
        return at;
    }

    /// The number of a tile in C order among all of a grid.
    ///
    /// @param at   as [#at] gives it
    /// @param grid tiles along each axis
    public static long index(long[] at, long[] grid) {
        long index = 0;
        for (int i = 0; i < at.length; i++) {
            index = index * grid[i] + at[i];
        }
        return index;
    }
}
