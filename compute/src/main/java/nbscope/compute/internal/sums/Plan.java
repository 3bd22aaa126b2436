package nbscope.compute.internal.sums;

import nbscope.compute.Detector;
import nbscope.compute.internal.store.Geometry;
import org.jspecify.annotations.Nullable;

/// How one detector is summed: the row spans of its pixels, and the 64-byte blocks of a pattern that hold
/// them with a bit mask for each.
///
/// Where most blocks are touched the plan is dense: all blocks are listed, in order, so that memory is read
/// in one stream. Every kernel reads blocks the same way and the sums do not depend on the choice.
///
/// @param spans  first and one-past-last pixel of each run, in order, pairs
/// @param blocks numbers of the touched blocks, ascending; block `b` starts at byte `64 * b` of the pattern
/// @param mask   per listed block 16 words; a bit is set where its byte belongs to a selected pixel
/// @param count  selected pixels
/// @param dense  every block of the pattern is listed
/// @param ring   the ring that the selected pixels are, where they are one
public record Plan(
        int[] spans,
        int[] blocks,
        int[] mask,
        int count,
        boolean dense,
        @Nullable Ring ring) {
    /// A ring about a point of the detector: the pixels with `inner <= r < outer` that are not excluded.
    ///
    /// @param excluded pixels that no detector has, one entry per pixel; empty when there are none. The
    ///                 same array for every plan of a stack
    public record Ring(double row, double col, double inner, double outer, boolean[] excluded) {}

    public static final int BLOCK_BYTES = 64;
    public static final int BLOCK_WORDS = 16;

    /// Above this part of all blocks a plain stream is faster than skipping (measured 0.85 on scan-major
    /// data).
    private static final double DENSE_FROM = 0.65;

    /// @param detector a resolved shape, no mask and no weighted one
    public static Plan of(Detector detector, Geometry g) {
        return of(Raster.shape(detector, g.detRows(), g.detCols()), g.dtype().bytes());
    }

    /// @param selected  one entry per pixel of a pattern
    /// @param pixelSize bytes per pixel
    public static Plan of(boolean[] selected, int pixelSize) {
        return of(selected, pixelSize, null);
    }

    /// @param ring the ring that was selected, or null
    public static Plan of(boolean[] selected, int pixelSize, @Nullable Ring ring) {
        int perBlock = BLOCK_BYTES / pixelSize;
        int all = (selected.length + perBlock - 1) / perBlock;
        boolean[] touched = new boolean[all];
        int count = 0;
        int touchedCount = 0;
        for (int p = 0; p < selected.length; p++) {
            if (selected[p]) {
                count++;
                touchedCount += touched[p / perBlock] ? 0 : 1;
                touched[p / perBlock] = true;
            }
        }
        boolean dense = touchedCount > DENSE_FROM * all;
        int[] blocks = new int[dense ? all : touchedCount];
        int n = 0;
        for (int b = 0; b < all; b++) {
            if (dense || touched[b]) {
                blocks[n++] = b;
            }
        }
        return new Plan(Runs.of(selected).ends(), blocks, mask(selected, blocks, pixelSize), count, dense, ring);
    }

    /// The mask as 64-bit words, little endian like the data.
    public long[] longMask() {
        long[] words = new long[mask.length / 2];
        for (int i = 0; i < words.length; i++) {
            words[i] = (mask[2 * i] & 0xffff_ffffL) | (long) mask[2 * i + 1] << 32;
        }
        return words;
    }

    /// Bytes of one pattern that are read.
    public long bytesTouched() {
        return (long) blocks.length * BLOCK_BYTES;
    }

    private static int[] mask(boolean[] selected, int[] blocks, int pixelSize) {
        int perBlock = BLOCK_BYTES / pixelSize;
        int[] mask = new int[blocks.length * BLOCK_WORDS];
        for (int k = 0; k < blocks.length; k++) {
            int end = Math.min(selected.length, (blocks[k] + 1) * perBlock);
            for (int p = blocks[k] * perBlock; p < end; p++) {
                if (selected[p]) {
                    int bit = (p - blocks[k] * perBlock) * pixelSize;
                    for (int b = bit; b < bit + pixelSize; b++) {
                        mask[k * BLOCK_WORDS + b / 4] |= 0xff << 8 * (b % 4);
                    }
                }
            }
        }
        return mask;
    }
}
