package nbscope.compute.internal.sums;

import java.util.Arrays;

/// A soft mask: the 64-byte blocks of a pattern that hold pixels of a weight other than 0, with a weight
/// for each pixel of a listed block.
///
/// @param blocks    numbers of the touched blocks, ascending; block `b` starts at byte `64 * b` of the
///                  pattern
/// @param weights   per listed block one weight per pixel, 0 past the pattern's end
/// @param perBlock  pixels of a block
/// @param allBlocks every block of the pattern is listed
/// @param map       one weight per pixel of a pattern
public record WeightPlan(int[] blocks, double[] weights, int perBlock, boolean allBlocks, double[] map) {
    /// @param map       one weight per pixel of a pattern
    /// @param pixelSize bytes per pixel
    public static WeightPlan of(double[] map, int pixelSize) {
        int perBlock = Plan.BLOCK_BYTES / pixelSize;
        int all = (map.length + perBlock - 1) / perBlock;
        int[] blocks = new int[all];
        double[] weights = new double[all * perBlock];
        int n = 0;
        for (int b = 0; b < all; b++) {
            int from = b * perBlock;
            int to = Math.min(map.length, from + perBlock);
            boolean touched = false;
            for (int p = from; p < to; p++) {
                touched |= map[p] != 0;
            }
            if (touched) {
                System.arraycopy(map, from, weights, n * perBlock, to - from);
                Arrays.fill(weights, n * perBlock + to - from, (n + 1) * perBlock, 0);
                blocks[n++] = b;
            }
        }
        return new WeightPlan(Arrays.copyOf(blocks, n), Arrays.copyOf(weights, n * perBlock), perBlock, n == all, map);
    }

    /// Runs of pixels that hold every weight other than 0. Those between two of them cost more to skip than to read.
    ///
    /// @param exact only pixels of a weight other than 0, for data that may hold NaN
    public Runs runs(boolean exact) {
        boolean[] taken = new boolean[map.length];
        for (int p = 0; exact && p < map.length; p++) {
            taken[p] = map[p] != 0;
        }
        for (int k = 0; !exact && k < blocks.length; k++) {
            int first = blocks[k] * perBlock;
            Arrays.fill(taken, first, Math.min(map.length, first + perBlock), true);
        }
        return Runs.of(taken);
    }

    /// Bytes of one pattern that are read.
    public long bytesTouched() {
        return (long) blocks.length * Plan.BLOCK_BYTES;
    }
}
