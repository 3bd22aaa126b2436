package nbscope.compute.internal.store;

import nbscope.io.NdArray;

/// The smallest parts of a scan that several cores may read at the same time without decoding anything
/// twice: blocks of positions that hold whole chunks.
///
/// @param rows scan rows of a block; 0 where only the array knows how it is read best
/// @param cols scan columns of a block
record Grain(int rows, int cols) {
    static Grain of(NdArray array) {
        if (array.isDirect()) {
            return new Grain(1, 1);
        }
        if (array.sequential().equals(array)) {
            return new Grain(0, 0);
        }
        int[] chunks = array.chunkShape();
        int n = chunks.length;
        return n < 4 || n == 5 && chunks[0] > 1 ? new Grain(0, 0) : new Grain(chunks[n - 4], chunks[n - 3]);
    }

    /// Positions that follow one another in pieces of so many columns and are read together, or a
    /// multiple of them; 0 where the array reads by itself.
    int positions(int width) {
        if (rows == 0) {
            return 0;
        }
        return rows == 1 && width % cols == 0 ? cols : (int) Math.min(Integer.MAX_VALUE, (long) rows * width);
    }

    /// A block that holds whole chunks and whole bins.
    Grain with(int scan) {
        return new Grain(common(rows, scan), common(cols, scan));
    }

    private static int common(int a, int b) {
        int x = a;
        int y = b;
        while (y != 0) {
            int rest = x % y;
            x = y;
            y = rest;
        }
        return (int) Math.min(Integer.MAX_VALUE, x == 0 ? 0 : (long) a / x * b);
    }
}
