package nbscope.io.internal.npy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.ElementType;
import nbscope.io.NdArray;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.Decoder;
import nbscope.io.dataset.FileDataSet;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.FrameFormat;
import nbscope.io.dataset.FrameLayout;
import nbscope.io.dataset.Shape;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.StoredType;
import nbscope.io.internal.array.StridedArray;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.dataset.ArrayDataSet;

/// NumPy's .npy, versions 1 to 3, C and Fortran order, either byte order (numpy.lib.format: magic, version, header
/// length, a Python dict literal, the elements).
public final class NpyFormat implements FrameFormat {
    private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);

    /// NumPy pads to 64 bytes and refuses headers over 10 000; this only bounds what is read as text.
    private static final long MAX_HEADER = 1 << 20;

    @Override
    public String name() {
        return "NumPy .npy";
    }

    @Override
    public String id() {
        return "npy";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        boolean magic = head.length >= MAGIC.length;
        for (int i = 0; magic && i < MAGIC.length; i++) {
            magic = head[i] == MAGIC[i];
        }
        return magic ? Match.CONTENT : fileName.endsWith(".npy") ? Match.NAME : Match.NO;
    }

    @Override
    public NdArray open(Path path) {
        MappedFile file = MappedFile.open(path);
        try {
            return read(file);
        } catch (RuntimeException e) {
            file.lifetime().close();
            throw e;
        }
    }

    /// Frames straight from the file where they lie one after another; arrays in Fortran order are read as arrays.
    @Override
    public DataSet dataSet(Path path, DataSetOptions options) {
        MappedFile file = MappedFile.open(path);
        Content content;
        try {
            content = content(file);
        } finally {
            file.lifetime().close();
        }
        int[] named = options.sig();
        int sig = named == null ? 2 : named.length;
        boolean frames = !content.fortran()
                && content.type().dtype().isPrimitive()
                && content.shape().length > sig
                && Arrays.stream(content.shape()).allMatch(n -> n > 0 && n <= Integer.MAX_VALUE);
        return frames ? new FileDataSet(this, path, options) : ArrayDataSet.ofFile(path, open(path), options);
    }

    @Override
    public FrameLayout layout(Path path, DataSetOptions options) {
        MappedFile file = MappedFile.open(path);
        try {
            Content content = content(file);
            ElementType asked = options.elementType();
            if (asked != null && !asked.equals(content.type())) {
                throw new IllegalArgumentException(path + " holds "
                        + content.type().numpy() + ", the caller says " + options.dtype() + "; leave dtype out");
            }
            int[] named = options.sig();
            int navDims = content.shape().length - (named == null ? 2 : named.length);
            long[] nav = Arrays.copyOf(content.shape(), navDims);
            int[] sig = Arrays.stream(content.shape())
                    .skip(navDims)
                    .mapToInt(Math::toIntExact)
                    .toArray();
            Shape shape = new Shape(nav, sig);
            var only = new DataFile(path.toString(), 0, shape.frames(), content.start());
            var files = new FileSet(
                    List.of(only), shape.pixels(), 8 * content.type().bytes(), 0, 0);
            return FrameLayout.of(shape, files, Decoder.plain(content.type()));
        } finally {
            file.lifetime().close();
        }
    }

    private static NdArray read(MappedFile file) {
        Content content = content(file);
        int item = content.type().bytes();
        long[] shape = content.shape();
        return new StridedArray(
                file.name(),
                file.slice(content.start(), content.bytes(), "elements"),
                content.type(),
                shape,
                content.fortran() ? Layout.fortranOrder(shape, item) : Layout.cOrder(shape, item),
                file.lifetime());
    }

    /// What the header says, checked against the length of the file.
    private record Content(ElementType type, long[] shape, boolean fortran, long start, long bytes) {}

    private static Content content(MappedFile file) {
        byte[] magic = file.copy(0, MAGIC.length, "the magic bytes of .npy");
        if (!Arrays.equals(magic, MAGIC)) {
            throw file.malformed(0, "other bytes than \\x93NUMPY", "a NumPy .npy file; is it of another format?");
        }
        int major = file.u8(6, "version");
        if (major < 1 || major > 3) {
            throw file.malformed(6, "version " + major, "1, 2 or 3; save it again with numpy.save");
        }
        boolean wide = major > 1;
        long length = wide ? file.i32(8, "header length") & 0xffffffffL : file.u16(8, "header length");
        long start = wide ? 12 : 10;
        if (length > MAX_HEADER) {
            throw file.malformed(
                    8, "a header of " + length + " bytes", "at most " + MAX_HEADER + "; the file is damaged");
        }
        byte[] text = file.copy(start, (int) length, "header");
        NpyHeader header = NpyHeader.parse(
                new String(text, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1), file, start);
        ElementType type = StoredType.parse(header.descr(), file.name());
        long data = start + length;
        long[] shape = header.shape();
        int item = type.bytes();
        long bytes = Layout.bytes(shape, item);
        if (bytes < 0) {
            throw file.malformed(start, "an impossible shape " + Arrays.toString(shape), "lengths that fit the file");
        }
        file.require(data, bytes, "elements of shape " + Arrays.toString(shape));
        return new Content(type, shape, header.fortranOrder(), data, bytes);
    }
}
