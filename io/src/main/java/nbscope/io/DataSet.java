package nbscope.io;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import nbscope.io.dataset.MessageConverter;
import nbscope.io.dataset.Partition;
import nbscope.io.dataset.Shape;
import nbscope.io.internal.Formats;
import nbscope.io.internal.dataset.ArrayDataSet;
import org.jspecify.annotations.Nullable;

/// The detector's view of an array: navigation axes first (`[frame,] scan_row, scan_col`), then the
/// signal axes (`det_row, det_col`), in LiberTEM's terms. Read whole as an array ([#array]), or tile by
/// tile, partition by partition ([#partitions]).
///
/// Immutable once it is initialised; `calibration(...)` makes a new view of the same data. Closing any
/// view closes the files. A new format extends [nbscope.io.dataset.FileDataSet], or hands its layout to
/// it.
public abstract class DataSet implements AutoCloseable, Serializable {
    private static final long serialVersionUID = 1L;

    /// Opens a file by its content. A 4D array has two navigation axes, a 5D one three; detector
    /// formats have what their headers say, or one axis of frames.
    ///
    /// @throws java.io.UncheckedIOException when the file is missing or cannot be read
    /// @throws MalformedDataException when the file is damaged
    /// @throws UnsupportedDataException when the format, the element type or the number of axes does
    ///     not suit
    public static DataSet open(Path file) {
        return open(file, DataSetOptions.none());
    }

    /// Opens a file of which the caller knows more than its headers say.
    public static DataSet open(Path file, DataSetOptions options) {
        return open(file, options, JobExecutor.inline());
    }

    /// As above; headers are read and checked where the executor's workers are.
    public static DataSet open(Path file, DataSetOptions options, JobExecutor executor) {
        DataSet data = Formats.of(file, options.format()).dataSet(file, options);
        try {
            DataSet ready = data.initialize(executor);
            // An array is open here, and was checked by that.
            if (!(ready instanceof ArrayDataSet)) {
                JobExecutor.on(executor, DataSet::checked, ready);
            }
            return ready;
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    private static String checked(DataSet data) {
        data.checkValid();
        return data.name();
    }

    /// Opens a file without a known header; the caller says how the elements lie in it.
    public static DataSet open(Path file, RawOptions options) {
        return ArrayDataSet.ofRaw(file, NdArray.open(file, options));
    }

    /// A view of an array with `navDims` (2: scan, 3: frame and scan) navigation axes, then two of the
    /// detector.
    ///
    /// @throws IllegalArgumentException when the array has another number of axes, an empty or too
    ///     long one
    /// @throws UnsupportedDataException when its elements are float16, complex or no numbers
    public static DataSet of(NdArray array, int navDims) {
        return ArrayDataSet.of(array, navDims);
    }

    /// Scans of the same shape and type as the frames of one data set, in this order. Closing it closes them.
    ///
    /// @throws IllegalArgumentException that names the first one that is not like the others
    public static DataSet series(List<? extends DataSet> scans) {
        return ArrayDataSet.series(scans);
    }

    /// Reads the headers: the I/O is done in a function that goes through the executor, so that it
    /// happens where the files are. [#open] calls it.
    ///
    /// @return the data set, ready to be read
    public DataSet initialize(JobExecutor executor) {
        return this;
    }

    /// Checks that the files hold what the headers promise; runs on a worker, called by [#open].
    ///
    /// @throws MalformedDataException when not
    public void checkValid() {}

    /// How parameters of this data set become JSON and come from it.
    public MessageConverter messageConverter() {
        return MessageConverter.standard();
    }

    /// A text that differs when the data differ: path, length and time of change of the files,
    /// parameters.
    public abstract String cacheKey();

    /// Stretches along the flat navigation axis, as even as they can be.
    ///
    /// @param count how many; fewer where there are fewer frames
    public abstract List<? extends Partition> partitions(int count);

    /// All lengths.
    public abstract Shape shape();

    /// The data as an array of 4 axes, or 5 with frames first. It is closed with the data set.
    public abstract NdArray array();

    /// What errors call it: the file name.
    public abstract String name();

    /// Type of the pixels in tiles and in the array.
    public abstract DType dtype();

    public abstract Calibration calibration();

    /// The same data with other units.
    public abstract DataSet calibration(Calibration value);

    /// Sentences about what no header says and was guessed.
    public List<String> guesses() {
        return List.of();
    }

    /// The file's own mask: true for pixels that do not count, row by row; null where it has none.
    public boolean @Nullable [] maskedPixels() {
        return null;
    }

    /// 1 where there is no axis before the scan.
    public int frames() {
        return shape().nav().length < 3 ? 1 : length(5);
    }

    /// Rows of the scan; 1 where frames simply follow one another.
    public int scanRows() {
        return length(4);
    }

    public int scanCols() {
        return length(3);
    }

    /// Rows of the detector; 1 where it is a line.
    public int detectorRows() {
        return length(2);
    }

    public int detectorCols() {
        return length(1);
    }

    /// @param fromEnd 1 for the last axis of the array
    private int length(int fromEnd) {
        long[] lengths = shape().asArray();
        return Math.toIntExact(lengths[lengths.length - fromEnd]);
    }

    @Override
    public abstract void close();
}
