package nbscope.io;

import java.nio.file.Path;
import java.util.Arrays;

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
    ///
    /// @throws java.io.UncheckedIOException when the file is missing or cannot be read
    /// @throws MalformedDataException when the file is damaged
    /// @throws UnsupportedDataException when the format, the element type or the number of axes does not suit
    public static DataSet open(Path file) {
        return ofFile(NdArray.open(file));
    }

    /// Opens a file without a known header; the caller says how the elements lie in it.
    public static DataSet open(Path file, RawOptions options) {
        return ofFile(NdArray.open(file, options));
    }

    /// A view of an array with `navDims` (2: scan, 3: frame and scan) navigation axes, then two of the detector.
    ///
    /// @throws IllegalArgumentException when the array has another number of axes, an empty or too long one
    /// @throws UnsupportedDataException when its elements are float16, complex or no numbers
    public static DataSet of(NdArray array, int navDims) {
        long[] shape = array.shape();
        if (navDims != 2 && navDims != 3) {
            throw new IllegalArgumentException("found " + navDims
                    + " navigation axes, expected 2 (scan_row, scan_col) or 3 (frame, scan_row, scan_col)");
        }
        if (shape.length != navDims + 2) {
            throw new IllegalArgumentException(array.name() + " has " + shape.length + " axes " + Arrays.toString(shape)
                    + "; " + navDims + " navigation axes and 2 of the detector need an array of " + (navDims + 2));
        }
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] < 1 || shape[i] > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(array.name() + ": axis " + i + " of " + Arrays.toString(shape)
                        + " has length " + shape[i] + "; a data set needs 1 to " + Integer.MAX_VALUE);
            }
        }
        if (!array.dtype().isPrimitive()) {
            throw new UnsupportedDataException(
                    array.name(),
                    "found elements of type " + array.elementType().numpy()
                            + ", a data set has integers, float32 or float64. Convert the array before you save it, "
                            + "in Python with "
                            + switch (array.dtype()) {
                                case F16 -> "array.astype('float32')";
                                case C64, C128 -> "numpy.abs(array), array.real or array.imag";
                                default -> "array['field'] for one field of numbers";
                            }
                            + "; NdArray.open(path) reads it as it is");
        }
        return new DataSet(array, navDims, array.calibration());
    }

    private static DataSet ofFile(NdArray array) {
        try {
            long[] shape = array.shape();
            if (shape.length != 4 && shape.length != 5) {
                throw new UnsupportedDataException(
                        array.name(),
                        "found " + shape.length + " axes "
                                + Arrays.toString(shape)
                                + ", a data set has 4 (scan_row, scan_col, det_row, det_col) or 5 "
                                + "(frame first). Reshape the array before you save it, for example "
                                + "array.reshape(scan_rows, scan_cols, det_rows, det_cols); "
                                + "NdArray.open(path) opens a file of any shape");
            }
            return of(array, shape.length - 2);
        } catch (RuntimeException e) {
            array.close();
            throw e;
        }
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
