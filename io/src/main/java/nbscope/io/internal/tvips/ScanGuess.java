package nbscope.io.internal.tvips;

import java.util.List;
import java.util.function.LongUnaryOperator;
import nbscope.io.dataset.FileSet;
import nbscope.io.internal.dataset.FileChecks;

/// Where the scan begins and how long its rows are, from the positions in the image headers: LiberTEM's
/// rule. A scan begins with the position (0, 1) after one at (0, 0); its rows end where the column falls.
///
/// @param syncOffset frames before the scan
/// @param scan       rows and columns, or frames in a row
record ScanGuess(long syncOffset, long[] scan) {
    /// Frames that are looked at.
    private static final int MOST = 4096;

    /// Where the column stands in an image header; the row follows.
    static final int COLUMN_AT = 68;

    /// @param positions column and row of a frame, as two float32: the first in the low half of the number
    static ScanGuess of(long frames, boolean hasPositions, LongUnaryOperator positions, List<String> guesses) {
        long start = hasPositions ? start(frames, positions) : -1;
        if (start < 0) {
            return new ScanGuess(0, FileChecks.guessedScan(frames, guesses));
        }
        long cols = columns(start, frames, positions);
        long left = frames - start;
        // A row that is longer than the recording is none.
        long[] scan = cols < 0 || cols > left ? new long[] {left} : new long[] {left / cols, cols};
        guesses.add("scan " + java.util.Arrays.toString(scan) + (start > 0 ? " after " + start + " frames" : "")
                + " was guessed from the scan positions in the image headers; say nav and sync offset if it is "
                + "another");
        return new ScanGuess(start, scan);
    }

    private static long start(long frames, LongUnaryOperator positions) {
        boolean zeroSeen = false;
        for (long i = 0; i < Math.min(MOST, frames); i++) {
            long p = positions.applyAsLong(i);
            if (zeroSeen && row(p) == 0 && column(p) == 1) {
                return i - 1;
            }
            zeroSeen |= row(p) == 0 && column(p) == 0;
        }
        return -1;
    }

    /// -1 where no row ends.
    private static long columns(long start, long frames, LongUnaryOperator positions) {
        long most = 0;
        for (long i = start + 1; i < Math.min(MOST, frames); i++) {
            long column = column(positions.applyAsLong(i));
            if (column < most) {
                return most + 1;
            }
            most = column;
        }
        return -1;
    }

    private static long column(long position) {
        return whole(Float.intBitsToFloat((int) position));
    }

    private static long row(long position) {
        return whole(Float.intBitsToFloat((int) (position >>> 32)));
    }

    /// Towards 0; no position for what is no number.
    private static long whole(float value) {
        return Float.isFinite(value) ? (long) value : -1;
    }

    /// Whether a frame's header is long enough to hold its position.
    static boolean inHeader(FileSet files) {
        return files.frameHeaderBytes() >= COLUMN_AT + 8;
    }
}
