package nbscope.compute.internal.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.compute.internal.sums.Extremes;
import nbscope.io.NdArray;

/// Reads, looks at and bins a few patterns at a time on each core, while they are in its cache: what is
/// decoded is never written to memory but binned. One thread calls it.
final class FusedBinner implements AutoCloseable {
    /// Raw bytes of a unit, about: a part of a core's cache.
    private static final long UNIT = 256 << 10;

    /// Larger units are left to the array, which reads them with threads of its own.
    private static final long LARGEST = 8 << 20;

    private final Binning binning;
    private final Geometry raw;
    private final Regions regions;
    private final Workers workers;
    private final Inspector inspector;
    private final int unitRows;
    private final int unitCols;
    private final Arena arena = Arena.ofShared();
    private final ConcurrentLinkedQueue<MemorySegment> scratch = new ConcurrentLinkedQueue<>();

    /// Guarded by `this`.
    private Extremes values = Extremes.NONE;

    private boolean fits;

    /// @param grain positions that hold whole chunks and whole bins
    FusedBinner(Binning binning, Geometry raw, Regions regions, Grain grain, Workers workers, Inspector inspector) {
        this.binning = binning;
        this.raw = raw;
        this.regions = regions;
        this.workers = workers;
        this.inspector = inspector;
        this.unitRows = grain.rows();
        long least = (long) grain.rows() * grain.cols() * raw.patternBytes();
        long times = Math.clamp(UNIT / Math.max(1, least), 1, Math.max(1, raw.scanCols() / Math.max(1, grain.cols())));
        this.unitCols = (int) Math.min(raw.scanCols(), times * grain.cols());
    }

    /// Bytes of the patterns that a core holds at a time.
    long unitBytes() {
        return (long) unitRows * unitCols * raw.patternBytes();
    }

    /// Whether units are small enough, and enough of them in a scan.
    boolean suits() {
        return unitRows > 0
                && unitBytes() <= LARGEST
                && (long) (raw.scanRows() / unitRows) * Math.ceilDiv(raw.scanCols(), unitCols) >= workers.threads();
    }

    /// Binned patterns of a piece, or of those of its rows that end up in `destination`.
    ///
    /// @param binned the sizes of the result; its type may be too small
    /// @param again  whether the piece was looked at before
    /// @return false when a value did not fit the type; `destination` is of no use then
    boolean run(NdArray from, Regions.Piece piece, Geometry binned, MemorySegment destination, boolean again) {
        synchronized (this) {
            values = Extremes.NONE;
            fits = true;
        }
        int across = Math.ceilDiv(piece.cols(), unitCols);
        int down = Math.ceilDiv(piece.rows(), unitRows);
        workers.run(across * down, unitBytes(), (a, b) -> {
            MemorySegment memory = scratch.poll();
            MemorySegment patterns = memory == null ? OffHeap.allocate(arena, unitBytes()) : memory;
            var bins = PatternBins.of(binning, raw, binned);
            for (int i = a; i < b; i++) {
                unit(from, piece, i / across * unitRows, i % across * unitCols, patterns, bins, destination, again);
            }
            merge(bins);
            scratch.add(patterns);
        });
        return fits();
    }

    private void unit(
            NdArray from,
            Regions.Piece piece,
            int row,
            int col,
            MemorySegment patterns,
            PatternBins bins,
            MemorySegment destination,
            boolean again) {
        int rows = Math.min(unitRows, piece.rows() - row);
        int cols = Math.min(unitCols, piece.cols() - col);
        from.read(regions.region(piece.frame(), piece.row() + row, rows, piece.col() + col, cols), patterns);
        long rowBytes = (long) cols * raw.patternBytes();
        for (int r = 0; r < rows; r++) {
            MemorySegment line = patterns.asSlice(r * rowBytes, rowBytes);
            if (again) {
                inspector.mend(line, cols);
            } else {
                inspector.pass(line, cols, piece.first() + (long) (row + r) * piece.cols() + col);
            }
        }
        int scan = binning.scan();
        int stride = piece.cols() / scan;
        for (int r = 0; r < rows / scan; r++) {
            for (int c = 0; c < cols / scan; c++) {
                long to = (long) (row / scan + r) * stride + col / scan + c;
                bins.bin(patterns, (long) r * scan, c * scan, cols, destination, to * bins.binned.patternBytes());
            }
        }
    }

    private synchronized boolean fits() {
        return fits;
    }

    private synchronized void merge(PatternBins bins) {
        values = values.merge(bins.seen);
        fits &= bins.fits;
    }

    /// Smallest and largest value that the last run stored; of a run that did not fit the sums,
    /// exactly.
    synchronized Extremes values() {
        return values;
    }

    @Override
    public void close() {
        arena.close();
    }
}
