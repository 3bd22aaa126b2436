package nbscope.io.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.JobExecutor;
import nbscope.io.NdArray;
import nbscope.io.internal.Formats;
import nbscope.io.internal.bytes.FileSystemKind;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileKey;
import nbscope.io.internal.dataset.FrameArray;
import nbscope.io.internal.dataset.OpenFiles;
import org.jspecify.annotations.Nullable;

/// A data set of frames in files, as a [FrameFormat] describes them. A format whose partitions or files
/// need more than a [FrameLayout] says extends it.
public class FileDataSet extends DataSet {
    private static final long serialVersionUID = 1L;

    private final String formatId;
    private final String location;
    private final DataSetOptions options;
    private final @Nullable FrameLayout layout;
    private final @Nullable Calibration calibration;
    private transient @Nullable OpenFiles files;
    private transient @Nullable IOBackend backend;

    /// Not yet initialised.
    public FileDataSet(FrameFormat format, Path file, DataSetOptions options) {
        this(format.id(), file.toString(), options, null, null, null);
    }

    private FileDataSet(
            String formatId,
            String location,
            DataSetOptions options,
            @Nullable FrameLayout layout,
            @Nullable Calibration calibration,
            @Nullable OpenFiles files) {
        this.formatId = formatId;
        this.location = location;
        this.options = options;
        this.layout = layout;
        this.calibration = calibration;
        this.files = files;
    }

    /// Reads the headers on a worker.
    @Override
    public DataSet initialize(JobExecutor executor) {
        if (layout != null) {
            return this;
        }
        FrameLayout read = JobExecutor.on(executor, FileDataSet::read, new Reading(formatId, location, options));
        FrameLayout known = FileChecks.withOptions(location, read, options);
        return new FileDataSet(formatId, location, options, known, null, new OpenFiles(known.files()));
    }

    private record Reading(String formatId, String location, DataSetOptions options) implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        /// Another process may have another working folder.
        private Object writeReplace() {
            return new Reading(formatId, Path.of(location).toAbsolutePath().toString(), options);
        }
    }

    private static FrameLayout read(Reading r) {
        Path file = Path.of(r.location());
        if (Formats.of(file, r.formatId()) instanceof FrameFormat format) {
            return format.layout(file, r.options());
        }
        throw new IllegalStateException("the format " + r.formatId() + " does not describe frames in files");
    }

    /// Compares the length of each file with its frames.
    @Override
    public void checkValid() {
        FileChecks.lengths(layout().files());
    }

    @Override
    public String cacheKey() {
        return formatId + "; " + options + "; " + layout().shape() + "; "
                + FileKey.of(
                        layout().files().files().stream().map(DataFile::path).toList());
    }

    @Override
    public List<BasePartition> partitions(int count) {
        FrameLayout l = layout();
        IOBackend backend = backend();
        List<BasePartition> partitions = new ArrayList<>();
        for (Slice slice : BasePartition.makeSlices(l.shape(), count)) {
            partitions.add(partition(slice, l, backend, open()));
        }
        return partitions;
    }

    /// One partition; what a format with partitions of its own overrides.
    ///
    /// @param open the open files, which this data set closes
    protected BasePartition partition(Slice slice, FrameLayout l, IOBackend backend, OpenFiles open) {
        return new BasePartition(slice, l.files(), l.decoder(), backend, l.syncOffset(), open);
    }

    /// Mapped on local disks, read by calls on network ones, or what the options say.
    private synchronized IOBackend backend() {
        IOBackend known = backend;
        if (known == null) {
            String name = options.backend();
            boolean buffered = name == null && FileSystemKind.isNetwork(Path.of(location));
            known = name != null ? IOBackend.of(name) : buffered ? IOBackend.buffered() : IOBackend.mapped();
            backend = known;
        }
        return known;
    }

    /// What the headers say.
    ///
    /// @throws IllegalStateException before [#initialize]
    public final FrameLayout layout() {
        FrameLayout known = layout;
        if (known == null) {
            throw new IllegalStateException(
                    location + " is not initialised; DataSet.open does that, or call initialize(executor)");
        }
        return known;
    }

    private synchronized OpenFiles open() {
        OpenFiles open = files;
        if (open == null) {
            open = new OpenFiles(layout().files());
            files = open;
        }
        return open;
    }

    @Override
    public NdArray array() {
        return new FrameArray(
                this, partition(Slice.frames(0, shape().frames(), shape().sig()), layout(), backend(), open()));
    }

    @Override
    public Shape shape() {
        return layout().shape();
    }

    @Override
    public String name() {
        return location;
    }

    @Override
    public DType dtype() {
        return layout().decoder().nativeType();
    }

    @Override
    public Calibration calibration() {
        return calibration == null ? layout().calibration() : calibration;
    }

    @Override
    public DataSet calibration(Calibration value) {
        return new FileDataSet(formatId, location, options, layout(), value, open());
    }

    @Override
    public List<String> guesses() {
        return layout().guesses();
    }

    @Override
    public boolean @Nullable [] maskedPixels() {
        return layout().masked();
    }

    @Override
    public synchronized void close() {
        OpenFiles open = files;
        if (open != null) {
            open.close();
        }
    }
}
