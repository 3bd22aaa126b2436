package nbscope.io.internal.npy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import nbscope.io.ElementType;
import nbscope.io.Format;
import nbscope.io.NdArray;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.StoredType;
import nbscope.io.internal.array.StridedArray;
import nbscope.io.internal.bytes.MappedFile;

/// NumPy's .npy, versions 1 to 3, C and Fortran order, either byte order (numpy.lib.format: magic, version, header
/// length, a Python dict literal, the elements).
public final class NpyFormat implements Format {
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

    private static NdArray read(MappedFile file) {
        byte[] magic = file.copy(0, MAGIC.length, "the magic bytes of .npy");
        if (!java.util.Arrays.equals(magic, MAGIC)) {
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
            throw file.malformed(
                    start, "an impossible shape " + java.util.Arrays.toString(shape), "lengths that fit the file");
        }
        return new StridedArray(
                file.name(),
                file.slice(data, bytes, "elements of shape " + java.util.Arrays.toString(shape)),
                type,
                shape,
                header.fortranOrder() ? Layout.fortranOrder(shape, item) : Layout.cOrder(shape, item),
                file.lifetime());
    }
}
