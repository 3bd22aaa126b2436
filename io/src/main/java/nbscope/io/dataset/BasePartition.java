package nbscope.io.dataset;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.internal.dataset.OpenFiles;
import org.jspecify.annotations.Nullable;

/// A partition of a file set. Formats use it as it is, or override what differs: the decoder, the base
/// shape, the veto, or [#tiles] as a whole.
public class BasePartition implements Partition {
    private static final long serialVersionUID = 1L;

    private final Slice slice;
    private final FileSet fileSet;
    private final Decoder decoder;
    private final String backend;
    private final long syncOffset;
    private transient @Nullable OpenFiles files;
    private transient boolean openedHere;

    /// @param slice      positions along the flat navigation axis
    /// @param syncOffset frames by which the data are ahead of the scan
    public BasePartition(Slice slice, FileSet fileSet, Decoder decoder, IOBackend backend, long syncOffset) {
        this(slice, fileSet, decoder, backend, syncOffset, null);
    }

    /// As above, with files that somebody else opened and closes.
    BasePartition(
            Slice slice,
            FileSet fileSet,
            Decoder decoder,
            IOBackend backend,
            long syncOffset,
            @Nullable OpenFiles files) {
        this.slice = slice;
        this.fileSet = fileSet;
        this.decoder = decoder;
        this.backend = backend.id();
        this.syncOffset = syncOffset;
        this.files = files;
    }

    /// Partitions as LiberTEM counts them: of about 512 MiB as float32, whatever the type, and a multiple of the
    /// cores.
    public static int usualCount(Shape shape, int cores) {
        long pixels = Math.multiplyExact(shape.frames(), (long) shape.pixels());
        long num = pixels / (512L * 1024 * 1024 / 4);
        long perCore = num / cores + Math.min(1, num % cores);
        return Math.toIntExact(Math.max(1, perCore) * cores);
    }

    /// Cuts the navigation axis into `n` stretches as LiberTEM does: borders at `trunc(i * frames /
    /// n)`, at most one per frame.
    public static List<Slice> makeSlices(Shape shape, int n) {
        long frames = shape.frames();
        int parts = (int) Math.min(Math.max(1, n), Math.max(1, frames));
        List<Slice> slices = new ArrayList<>();
        // As numpy.linspace: a product of the number and a step.
        double step = (double) frames / parts;
        long from = 0;
        for (int i = 1; i <= parts; i++) {
            long to = i == parts ? frames : (long) (i * step);
            slices.add(Slice.frames(from, to - from, shape.sig()));
            from = to;
        }
        return slices;
    }

    @Override
    public String name() {
        return fileSet.files().isEmpty()
                ? "no files"
                : fileSet.files().getFirst().location();
    }

    @Override
    public Slice slice() {
        return slice;
    }

    public FileSet fileSet() {
        return fileSet;
    }

    /// What turns bytes into pixels.
    public Decoder decoder() {
        return decoder;
    }

    /// Frames by which the data are ahead of the scan.
    public long syncOffset() {
        return syncOffset;
    }

    /// One row of the detector.
    @Override
    public int[] baseShape(boolean roi) {
        int[] base = new int[slice.shape().length - 1];
        java.util.Arrays.fill(base, 1);
        base[base.length - 1] = (int) slice.shape()[base.length];
        return base;
    }

    @Override
    public boolean copies() {
        return IOBackend.of(backend).copies(this);
    }

    @Override
    public TileCursor tiles(TileRequest request, TileMemory memory) {
        if (!request.scheme().isContiguous()) {
            throw new IllegalArgumentException(
                    name() + ": " + request.scheme() + " are no runs of pixels; cut along the first axis only");
        }
        return IOBackend.of(backend).tiles(this, request, memory);
    }

    /// The files, opened at the first need.
    public synchronized OpenFiles files() {
        OpenFiles open = files;
        if (open == null) {
            open = new OpenFiles(fileSet);
            openedHere = true;
            files = open;
        }
        return open;
    }

    /// A partition travels with the files of its own frames only, not with the other thousands of a large set.
    private void writeObject(ObjectOutputStream out) throws IOException {
        long first = slice.firstFrame() + syncOffset;
        ObjectOutputStream.PutField fields = out.putFields();
        fields.put("slice", slice);
        fields.put("fileSet", fileSet.cut(first, first + slice.frameCount()));
        fields.put("decoder", decoder);
        fields.put("backend", backend);
        fields.put("syncOffset", syncOffset);
        out.writeFields();
    }

    /// Closes what this partition opened itself, on a machine to which it travelled.
    @Override
    public synchronized void close() {
        OpenFiles open = files;
        if (open != null && openedHere) {
            open.close();
            files = null;
        }
    }
}
