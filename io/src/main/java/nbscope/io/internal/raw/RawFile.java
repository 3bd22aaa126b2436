package nbscope.io.internal.raw;

import java.nio.file.Path;
import java.util.Arrays;
import nbscope.io.ElementType;
import nbscope.io.NdArray;
import nbscope.io.RawOptions;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.StridedArray;
import nbscope.io.internal.bytes.MappedFile;

/// Opens a file whose layout the caller gives.
public final class RawFile {
    private RawFile() {}

    public static NdArray open(Path path, RawOptions options) {
        MappedFile file = MappedFile.open(path);
        try {
            return read(file, options);
        } catch (RuntimeException e) {
            file.lifetime().close();
            throw e;
        }
    }

    private static NdArray read(MappedFile file, RawOptions options) {
        long[] shape = options.shape();
        int item = options.dtype().bytes();
        long bytes = Layout.bytes(shape, item);
        long present = file.size() - options.headerBytes();
        boolean fits = bytes >= 0 && (present == bytes || (present > bytes && options.trailingBytes()));
        if (!fits) {
            throw file.malformed(
                    options.headerBytes(),
                    Math.max(present, 0) + " bytes up to the end of the file",
                    (bytes < 0 ? "a possible number of" : Long.toString(bytes)) + " bytes for shape "
                            + Arrays.toString(shape) + " of " + options.dtype()
                            + "; correct shape, dtype or headerBytes"
                            + (present > bytes && bytes >= 0 ? ", or use allowTrailingBytes()" : ""));
        }
        return new StridedArray(
                file.name(),
                file.slice(options.headerBytes(), bytes, "elements"),
                ElementType.of(options.dtype(), options.byteOrder()),
                shape,
                Layout.cOrder(shape, item),
                file.lifetime());
    }
}
