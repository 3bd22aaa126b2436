package nbscope.io.internal.dataset;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.NdArray;
import nbscope.io.UnsupportedDataException;
import nbscope.io.dataset.BasePartition;
import nbscope.io.dataset.Partition;
import nbscope.io.dataset.Shape;
import nbscope.io.dataset.Slice;
import org.jspecify.annotations.Nullable;

/// The detector's view of any array.
public final class ArrayDataSet extends DataSet {
    private static final long serialVersionUID = 1L;

    private final transient NdArray source;
    private final transient NdArray array;
    private final Shape shape;
    private final Calibration calibration;
    private final String location;

    /// Whether a file stands for it that another machine can open as this one did.
    private final boolean stored;

    private final DataSetOptions options;
    private final Extras extras;

    /// What a format knows beside its array.
    ///
    /// @param scan   lengths of the navigation axes, null for those of the array
    /// @param masked pixels that the file masks, null for none
    /// @param notes  what was guessed, and what is odd
    public record Extras(long @Nullable [] scan, boolean @Nullable [] masked, List<String> notes)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        /// Nothing.
        public static final Extras NONE = new Extras(null, null, List.of());
    }

    private ArrayDataSet(
            NdArray source,
            Shape shape,
            Calibration calibration,
            String location,
            boolean stored,
            DataSetOptions options,
            Extras extras) {
        this.source = source;
        this.shape = shape;
        this.calibration = calibration;
        this.location = location;
        this.stored = stored;
        this.options = options;
        this.extras = extras;
        this.array = ReshapedNav.of(source, shape);
    }

    /// See [DataSet#of(NdArray, int)].
    public static DataSet of(NdArray array, int navDims) {
        long[] shape = array.shape();
        if (navDims < 1 || navDims > 3) {
            throw new IllegalArgumentException("found " + navDims + " navigation axes, expected 1 (frames in a row), "
                    + "2 (scan_row, scan_col) or 3 (frame, scan_row, scan_col)");
        }
        if (shape.length != navDims + 2) {
            throw new IllegalArgumentException(array.name() + " has " + shape.length + " axes " + Arrays.toString(shape)
                    + "; " + navDims + " navigation axes and 2 of the detector need an array of " + (navDims + 2));
        }
        return make(array, navDims, array.name(), false, DataSetOptions.none(), Extras.NONE);
    }

    /// The view of a file's array: scan and detector as the options say, else the last two axes are the
    /// detector.
    public static DataSet ofFile(Path file, NdArray array, DataSetOptions options) {
        return ofFile(file, array, options, Extras.NONE);
    }

    /// As above, with what the format knows beside the array.
    public static DataSet ofFile(Path file, NdArray array, DataSetOptions options, Extras extras) {
        return ofFile(file, array, options, extras, true);
    }

    /// Of a file whose layout the caller knows, and nobody else.
    public static DataSet ofRaw(Path file, NdArray array) {
        return ofFile(file, array, DataSetOptions.none(), Extras.NONE, false);
    }

    private static DataSet ofFile(Path file, NdArray array, DataSetOptions options, Extras extras, boolean stored) {
        try {
            long[] shape = array.shape();
            int @Nullable [] sig = options.sig();
            int navDims = shape.length - (sig == null ? 2 : sig.length);
            if (navDims < 1 || shape.length < 3) {
                throw new UnsupportedDataException(
                        array.name(),
                        "found " + shape.length + " axes " + Arrays.toString(shape)
                                + ", a data set has 3 (frame, det_row, det_col), 4 (scan_row, scan_col, det_row, det_col) or "
                                + "5 (frame first). Reshape the array before you save it, for example "
                                + "array.reshape(scan_rows, scan_cols, det_rows, det_cols); "
                                + "NdArray.open(path) opens a file of any shape");
            }
            return make(array, navDims, file.toString(), stored, options, extras);
        } catch (RuntimeException e) {
            array.close();
            throw e;
        }
    }

    /// See [DataSet#series].
    public static DataSet series(List<? extends DataSet> scans) {
        NdArray all = new ScanSeries(scans);
        List<String> notes = new ArrayList<>();
        for (DataSet scan : scans) {
            scan.guesses().forEach(guess -> notes.add(scan.name() + ": " + guess));
        }
        DataSet first = scans.getFirst();
        var extras = new Extras(null, first.maskedPixels(), notes);
        return make(all, 3, first.name(), false, DataSetOptions.none(), extras).calibration(first.calibration());
    }

    private static DataSet make(
            NdArray array, int navDims, String location, boolean stored, DataSetOptions options, Extras extras) {
        long[] lengths = array.shape();
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] < 1 || lengths[i] > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(array.name() + ": axis " + i + " of " + Arrays.toString(lengths)
                        + " has length " + lengths[i] + "; a data set needs 1 to " + Integer.MAX_VALUE);
            }
        }
        if (!array.dtype().isPrimitive()) {
            throw noNumbers(array);
        }
        long[] nav = Arrays.copyOf(lengths, navDims);
        int[] sig =
                Arrays.stream(lengths).skip(navDims).mapToInt(Math::toIntExact).toArray();
        checkOptions(array, sig, options);
        List<String> notes = new ArrayList<>(extras.notes());
        long @Nullable [] asked = options.nav() == null ? extras.scan() : options.nav();
        long[] scan = asked == null ? nav : asked;
        long frames = new Shape(nav, sig).frames();
        long wanted = new Shape(scan, sig).frames();
        if (wanted > frames) {
            throw new nbscope.io.MalformedDataException(
                    array.name(),
                    -1,
                    frames + " frames " + Arrays.toString(nav),
                    wanted + " for a scan of " + Arrays.toString(scan) + "; correct the scan shape (nav)");
        }
        if (wanted < frames) {
            notes.add("the file holds " + frames + " frames, the scan " + Arrays.toString(scan) + " uses " + wanted
                    + " of them");
        }
        var all = new Extras(scan, extras.masked(), List.copyOf(notes));
        return new ArrayDataSet(array, new Shape(scan, sig), array.calibration(), location, stored, options, all);
    }

    private static void checkOptions(NdArray array, int[] sig, DataSetOptions options) {
        int @Nullable [] asked = options.sig();
        if (asked != null && !Arrays.equals(asked, sig)) {
            throw new IllegalArgumentException(array.name() + " has frames of " + Arrays.toString(sig)
                    + ", the caller says " + Arrays.toString(asked) + "; leave sig out");
        }
        var type = options.elementType();
        if (type != null && type.dtype() != array.dtype()) {
            throw new IllegalArgumentException(array.name() + " holds "
                    + array.elementType().numpy() + ", the caller says " + options.dtype() + "; leave dtype out");
        }
        if (options.syncOffset() != 0) {
            throw new IllegalArgumentException(
                    array.name() + " is an array, whose frames belong to its positions; it takes no sync offset");
        }
    }

    private static UnsupportedDataException noNumbers(NdArray array) {
        return new UnsupportedDataException(
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

    /// The array with its own axes.
    NdArray source() {
        return source;
    }

    DataSetOptions options() {
        return options;
    }

    @Override
    public String cacheKey() {
        Path path = Path.of(location);
        String files =
                Files.exists(path) ? FileKey.of(List.of(path)) : source.name() + "@" + System.identityHashCode(source);
        return files + "; " + shape + "; " + options;
    }

    @Override
    public List<? extends Partition> partitions(int count) {
        List<Partition> partitions = new ArrayList<>();
        ChunkCuts cuts = ChunkCuts.of(source, source.shape().length - shape.sig().length);
        long from = 0;
        for (Slice slice : BasePartition.makeSlices(shape, count)) {
            // At the border of a chunk, unless a partition is a part of one; those share what one of them decodes.
            long to = slice.firstFrame() + slice.frameCount();
            long cut = to == shape.frames() ? to : cuts.floor(to);
            to = cut > from ? cut : to;
            if (to > from) {
                Slice aligned = Slice.frames(from, to - from, shape.sig());
                partitions.add(new ArrayPartition(aligned, shape, location, stored, options, source));
            }
            from = to;
        }
        return partitions;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public NdArray array() {
        return array;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public DType dtype() {
        return source.dtype();
    }

    @Override
    public Calibration calibration() {
        return calibration;
    }

    @Override
    public DataSet calibration(Calibration value) {
        return new ArrayDataSet(source, shape, value, location, stored, options, extras);
    }

    @Override
    public List<String> guesses() {
        return extras.notes();
    }

    @Override
    public boolean @Nullable [] maskedPixels() {
        boolean[] masked = extras.masked();
        return masked == null ? null : masked.clone();
    }

    @Override
    public void close() {
        source.close();
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        throw new NotSerializableException("an open array does not travel to other machines; its partitions do");
    }
}
