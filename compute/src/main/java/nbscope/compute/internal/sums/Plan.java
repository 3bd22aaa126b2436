package nbscope.compute.internal.sums;

import java.util.Arrays;
import nbscope.compute.Detector;
import nbscope.compute.internal.store.Geometry;

/// How one detector is summed: the row spans of its pixels, and the 64-byte blocks of a pattern that hold them with a
/// bit mask for each.
///
/// Where most blocks are touched the plan is dense: all blocks are listed, in order, so that memory is read in one
/// stream. Every kernel reads blocks the same way and the sums do not depend on the choice.
///
/// @param spans  first and one-past-last pixel of each run, in order, pairs
/// @param blocks numbers of the touched blocks, ascending; block `b` starts at byte `64 * b` of the pattern
/// @param mask   per listed block 16 words; a bit is set where its byte belongs to a selected pixel
/// @param count  selected pixels
/// @param dense  every block of the pattern is listed
public record Plan(int[] spans, int[] blocks, int[] mask, int count, boolean dense) {
    public static final int BLOCK_BYTES = 64;
    public static final int BLOCK_WORDS = 16;

    /// Above this part of all blocks a plain stream is faster than skipping (measured 0.85 on scan-major data).
    private static final double DENSE_FROM = 0.85;

    /// @param detector resolved: in pixels, with a centre
    public static Plan of(Detector detector, Geometry g) {
        return of(select(detector, g.detRows(), g.detCols()), g.dtype().bytes());
    }

    /// @param selected  one entry per pixel of a pattern
    /// @param pixelSize bytes per pixel
    public static Plan of(boolean[] selected, int pixelSize) {
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
        return new Plan(spans(selected), blocks, mask(selected, blocks, pixelSize), count, dense);
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

    /// The rule of membership: by the pixel's centre, `inner <= r < outer`.
    public static boolean[] select(Detector d, int rows, int cols) {
        boolean[] selected = new boolean[rows * cols];
        if (d.kind() == Detector.Kind.POINT) {
            long row = Math.round(d.row());
            long col = Math.round(d.col());
            if (row >= 0 && row < rows && col >= 0 && col < cols) {
                selected[(int) (row * cols + col)] = true;
            }
            return selected;
        }
        double inner = d.inner() * d.inner();
        double outer = d.outer() * d.outer();
        for (int r = 0; r < rows; r++) {
            double dr = (r - d.row()) * (r - d.row());
            for (int c = 0; c < cols; c++) {
                double r2 = dr + (c - d.col()) * (c - d.col());
                selected[r * cols + c] = r2 >= inner && r2 < outer;
            }
        }
        return selected;
    }

    private static int[] spans(boolean[] selected) {
        int[] spans = new int[16];
        int n = 0;
        for (int p = 0; p < selected.length; p++) {
            if (selected[p] && (p == 0 || !selected[p - 1])) {
                spans = n + 2 > spans.length ? Arrays.copyOf(spans, 2 * n) : spans;
                spans[n] = p;
                n += 2;
            }
            if (selected[p]) {
                spans[n - 1] = p + 1;
            }
        }
        return Arrays.copyOf(spans, n);
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
