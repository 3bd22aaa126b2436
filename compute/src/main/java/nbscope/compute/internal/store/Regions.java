package nbscope.compute.internal.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import nbscope.compute.LoadProgress;
import nbscope.io.DataSet;
import nbscope.io.Region;

/// In which pieces a data set is read, and who hears of it. A piece is a power of two of scan rows of at
/// most [#BYTES], so that it lines up with the chunks of chunked files and each of them is decoded once; when
/// not even the scan rows of one bin are that small, it is a part of their columns. For one thread.
final class Regions {
    static final long BYTES = 32L << 20;

    private final DataSet data;
    private final Geometry raw;
    private final LoadProgress progress;
    private final int usedRows;
    private final int usedCols;
    private final int rows;
    private final int cols;
    private final long total;
    private long done;

    /// Some scan rows and columns of one frame of the file.
    ///
    /// @param first how many patterns of this pass were read before it
    record Piece(long first, int frame, int row, int rows, int col, int cols) {
        int patterns() {
            return rows * cols;
        }

        /// `n` of its rows, from row `from` of the scan on.
        Piece part(int from, int n) {
            return new Piece(first + (long) (from - row) * cols, frame, from, n, col, cols);
        }
    }

    /// @param scan   scan positions per side that become one; what fills no bin is not read
    /// @param passes how often all of it is read
    Regions(DataSet data, Geometry raw, int scan, int passes, LoadProgress progress) {
        this.data = data;
        this.raw = raw;
        this.progress = progress;
        this.usedRows = raw.scanRows() / scan * scan;
        this.usedCols = raw.scanCols() / scan * scan;
        int fit = Math.clamp(BYTES / raw.rowBytes(), 1, raw.scanRows());
        this.rows = Math.max(scan, Integer.highestOneBit(fit));
        long bins = Math.max(1, BYTES / ((long) scan * scan * raw.patternBytes()));
        boolean whole = rows * raw.rowBytes() <= 2 * BYTES;
        this.cols = whole ? usedCols : (int) Math.min(bins * scan, usedCols);
        this.total = (long) passes * data.frames() * usedRows * usedCols * raw.patternBytes();
    }

    /// Bytes of the largest piece.
    long largest() {
        return (long) Math.min(rows, usedRows) * cols * raw.patternBytes();
    }

    /// Scan rows of the largest piece.
    int rows() {
        return Math.min(rows, usedRows);
    }

    /// All pieces of all frames, row by row.
    ///
    /// @param wide whether pieces have all columns, however large they are
    List<Piece> pieces(boolean wide) {
        List<Piece> pieces = new ArrayList<>();
        int width = wide ? usedCols : cols;
        long first = 0;
        for (int frame = 0; frame < data.frames(); frame++) {
            for (int row = 0; row < usedRows; row += rows) {
                for (int col = 0; col < usedCols; col += width) {
                    int n = Math.min(rows, usedRows - row);
                    var piece = new Piece(first, frame, row, n, col, Math.min(width, usedCols - col));
                    pieces.add(piece);
                    first += piece.patterns();
                }
            }
        }
        return pieces;
    }

    /// Whether a piece has all columns that are used.
    boolean isWide(Piece piece) {
        return piece.cols == usedCols;
    }

    /// Before a piece is read.
    ///
    /// @throws CancellationException when the thread was interrupted
    void begin(Piece piece) {
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled(piece);
        }
    }

    CancellationException cancelled(Piece piece) {
        return new CancellationException("loading \"" + data.name() + "\" was interrupted at frame " + piece.frame
                + ", scan row " + piece.row + "; nothing of it is kept");
    }

    /// After a piece was read.
    void end(Piece piece) {
        done += (long) piece.rows * piece.cols * raw.patternBytes();
        progress.loaded(done, total);
    }

    /// Where a piece lies in the array.
    Region region(Piece piece) {
        return region(piece.frame, piece.row, piece.rows, piece.col, piece.cols);
    }

    Region region(int frame, int row, int n, int col, int width) {
        int rank = data.array().shape().length;
        long[] start = new long[rank];
        long[] shape = new long[rank];
        if (rank == 5) {
            start[0] = frame;
            shape[0] = 1;
        }
        start[rank - 4] = row;
        shape[rank - 4] = n;
        start[rank - 3] = col;
        shape[rank - 3] = width;
        shape[rank - 2] = raw.detRows();
        shape[rank - 1] = raw.detCols();
        return new Region(start, shape);
    }
}
