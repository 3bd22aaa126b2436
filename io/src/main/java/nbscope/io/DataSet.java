package nbscope.io;

import java.nio.file.Path;

/// The detector's view of an array: navigation axes first (`[frame,] scan_row, scan_col`), then the signal axes
/// (`det_row, det_col`).
///
/// Immutable; `calibration(...)` makes a new view of the same array. Closing any view closes the array.
public final class DataSet implements AutoCloseable {
    private final NdArray array;
    private final int navDims;
    private final Calibration calibration;

    private DataSet(NdArray array, int navDims, Calibration calibration) {
        this.array = array;
        this.navDims = navDims;
        this.calibration = calibration;
    }

    /// Opens a file by its content: .npy, .b2nd, .mla. A 4D array has two navigation axes, a 5D one three.
    public static DataSet open(Path file) {
        throw new UnsupportedOperationException("not built yet: " + file);
    }

    /// A view of an array with `navDims` (2: scan, 3: frame and scan) navigation axes.
    public static DataSet of(NdArray array, int navDims) {
        return new DataSet(array, navDims, array.calibration());
    }

    public NdArray array() {
        return array;
    }

    public String name() {
        return array.name();
    }

    public DType dtype() {
        return array.dtype();
    }

    public Calibration calibration() {
        return calibration;
    }

    public DataSet calibration(Calibration value) {
        return new DataSet(array, navDims, value);
    }

    /// 1 where the array has no time axis.
    public int frames() {
        return navDims == 3 ? Math.toIntExact(array.shape()[0]) : 1;
    }

    public int scanRows() {
        return Math.toIntExact(array.shape()[navDims - 2]);
    }

    public int scanCols() {
        return Math.toIntExact(array.shape()[navDims - 1]);
    }

    public int detectorRows() {
        return Math.toIntExact(array.shape()[navDims]);
    }

    public int detectorCols() {
        return Math.toIntExact(array.shape()[navDims + 1]);
    }

    @Override
    public void close() {
        array.close();
    }
}
