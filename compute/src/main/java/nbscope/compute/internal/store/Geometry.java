package nbscope.compute.internal.store;

import java.io.Serializable;
import nbscope.io.DType;
import nbscope.io.DataSet;

/// The sizes of one time frame: `scanRows x scanCols` patterns of `detRows x detCols` pixels. Bytes are longs.
public record Geometry(DType dtype, int scanRows, int scanCols, int detRows, int detCols) implements Serializable {
    private static final long serialVersionUID = 1L;

    /// Chunks never pass this, so that offsets inside one stay cheap and old drivers stay happy.
    private static final long LARGEST_CHUNK = 2L << 30;

    public static Geometry of(DataSet data) {
        var g = new Geometry(data.dtype(), data.scanRows(), data.scanCols(), data.detectorRows(), data.detectorCols());
        if (data.frames() < 1 || g.scanRows < 1 || g.scanCols < 1 || g.detRows < 1 || g.detCols < 1) {
            throw new IllegalArgumentException("\"" + data.name() + "\" is empty: " + data.frames() + " frames of "
                    + g.scanRows + " x " + g.scanCols + " positions and " + g.detRows + " x " + g.detCols + " pixels");
        }
        if (g.dtype.isInteger() && g.dtype.bytes() == 8) {
            throw new IllegalArgumentException("\"" + data.name() + "\" holds 64-bit integers, whose sums may not fit"
                    + " any type; convert it to a 32-bit integer or to float64 first");
        }
        if ((long) g.detRows * g.detCols * g.dtype.bytes() > Integer.MAX_VALUE / 2
                || (long) g.scanRows * g.scanCols > Integer.MAX_VALUE / 8) {
            throw new IllegalArgumentException("\"" + data.name() + "\" has patterns or scans that are too large: "
                    + g.scanRows + " x " + g.scanCols + " positions, " + g.detRows + " x " + g.detCols + " pixels");
        }
        return g;
    }

    /// All frames of a data set as one scan: all its navigation axes but the last are rows. For runs that read
    /// tile by tile, which take 64-bit integers as floats.
    public static Geometry flat(DataSet data) {
        int rows = Math.multiplyExact(data.scanRows(), data.frames());
        return new Geometry(data.dtype(), rows, data.scanCols(), data.detectorRows(), data.detectorCols());
    }

    /// Number of scan positions.
    public int positions() {
        return scanRows * scanCols;
    }

    /// Pixels of one pattern.
    public int pixels() {
        return detRows * detCols;
    }

    public int patternBytes() {
        return pixels() * dtype.bytes();
    }

    public long rowBytes() {
        return (long) scanCols * patternBytes();
    }

    public long frameBytes() {
        return scanRows * rowBytes();
    }

    /// Whole scan rows that one chunk holds on a device which allocates at most `maxAllocation` bytes at
    /// once. A row that is longer than chunks are otherwise is a chunk of its own.
    public int rowsPerChunk(long maxAllocation) {
        if (rowBytes() > maxAllocation - HostChunks.PADDING) {
            throw new IllegalArgumentException("one scan row needs " + rowBytes()
                    + " bytes, more than the device takes in one piece (" + maxAllocation + "); use Device.java()");
        }
        long rows = (Math.min(maxAllocation, LARGEST_CHUNK) - HostChunks.PADDING) / rowBytes();
        return Math.clamp(rows, 1, scanRows);
    }
}
