package nbscope.compute.internal.frames;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Which pixels of a frame count, with what kernels need to know of them.
///
/// @param rows     rows of a frame
/// @param cols     columns of a frame
/// @param selected one entry per pixel
/// @param whole    every pixel counts
/// @param count    pixels that count
/// @param sumRows  sum of their row numbers
/// @param sumCols  sum of their column numbers
/// @param firstRow first row with such a pixel
/// @param endRow   one past the last
/// @param masks    the same for vector kernels
public record Window(
        int rows,
        int cols,
        boolean[] selected,
        boolean whole,
        long count,
        long sumRows,
        long sumCols,
        int firstRow,
        int endRow,
        Masks masks) {
    public static Window whole(int rows, int cols) {
        boolean[] all = new boolean[rows * cols];
        Arrays.fill(all, true);
        return of(rows, cols, all);
    }

    /// Pixels with `inner <= r < outer` about a centre.
    public static Window disk(int rows, int cols, double row, double col, double inner, double outer) {
        boolean[] selected = new boolean[rows * cols];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < cols; x++) {
                double r2 = (y - row) * (y - row) + (x - col) * (x - col);
                selected[y * cols + x] = r2 >= inner * inner && r2 < outer * outer;
            }
        }
        return of(rows, cols, selected);
    }

    public static Window of(int rows, int cols, boolean[] selected) {
        long count = 0;
        long sumRows = 0;
        long sumCols = 0;
        int first = rows;
        int end = 0;
        for (int p = 0; p < selected.length; p++) {
            if (selected[p]) {
                count++;
                sumRows += p / cols;
                sumCols += p % cols;
                first = Math.min(first, p / cols);
                end = p / cols + 1;
            }
        }
        boolean whole = count == selected.length;
        return new Window(
                rows,
                cols,
                selected,
                whole,
                count,
                sumRows,
                sumCols,
                Math.min(first, end),
                end,
                new Masks(rows, cols, selected));
    }

    /// Made when a kernel first asks, then kept. Safe from any thread.
    public static final class Masks {
        private final int rows;
        private final int cols;
        private final boolean[] selected;
        private int @Nullable [] byteWords;
        private int @Nullable [] shortWords;
        private long @Nullable [] bits;

        Masks(int rows, int cols, boolean[] selected) {
            this.rows = rows;
            this.cols = cols;
            this.selected = selected;
        }

        /// The mask in 32-bit words, little endian, for pixels of 1 or 2 bytes; each row begins a new word.
        synchronized int[] words(int bytes) {
            int[] known = bytes == 1 ? byteWords : shortWords;
            if (known == null) {
                known = make(bytes);
                if (bytes == 1) {
                    byteWords = known;
                } else {
                    shortWords = known;
                }
            }
            return known;
        }

        private int[] make(int bytes) {
            int perRow = wordsPerRow(bytes);
            int[] words = new int[rows * perRow];
            int perWord = 4 / bytes;
            int ones = bytes == 1 ? 0xff : 0xffff;
            for (int p = 0; p < selected.length; p++) {
                if (selected[p]) {
                    int x = p % cols;
                    words[p / cols * perRow + x / perWord] |= ones << 8 * bytes * (x % perWord);
                }
            }
            return words;
        }

        int wordsPerRow(int bytes) {
            return (cols * bytes + 3) / 4;
        }

        /// Per pixel all bits or none.
        synchronized long[] bits() {
            long[] known = bits;
            if (known == null) {
                known = new long[selected.length];
                for (int p = 0; p < known.length; p++) {
                    known[p] = selected[p] ? -1 : 0;
                }
                bits = known;
            }
            return known;
        }
    }
}
