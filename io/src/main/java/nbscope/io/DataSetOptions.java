package nbscope.io;

import java.io.Serializable;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the caller says about detector data because the file cannot: the shape of the scan, above all.
/// Each format takes what it needs; what contradicts a header is an error.
///
/// @param format        short name of the format ([Format#id]), null to find it by content
/// @param nav           lengths of the navigation axes, null for those of the file
/// @param sig           lengths of the signal axes, null for those of the file
/// @param dtype         type of the pixels in NumPy's notation (`<u2`, `>i4`), null for that of the
///                      file
/// @param dataset       path of the data set inside the file (`/entry/data`), null for the largest
/// @param syncOffset    frames to skip at the start; negative: positions at the start that have no
///                      frame
/// @param fileHeader    bytes before the first frame of each file, -1 for those of the format
/// @param frameHeader   bytes before each frame, -1 for those of the format
/// @param frameFooter   bytes after each frame, -1 for those of the format
/// @param backend       `mmap` or `buffered`, null to choose by the file system
/// @param partial       whether a file that ends too early is opened as far as its frames are whole
/// @param externalLinks whether links of the file to places outside its folder are followed
public record DataSetOptions(
        @Nullable String format,
        long @Nullable [] nav,
        int @Nullable [] sig,
        @Nullable String dtype,
        @Nullable String dataset,
        long syncOffset,
        long fileHeader,
        int frameHeader,
        int frameFooter,
        @Nullable String backend,
        boolean partial,
        boolean externalLinks)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final long OF_THE_FILE = Long.MIN_VALUE;
    private static final DataSetOptions NONE =
            new DataSetOptions(null, null, null, null, null, OF_THE_FILE, -1, -1, -1, null, false, false);

    /// All as the file says.
    public static DataSetOptions none() {
        return NONE;
    }

    /// The format, where content and name do not tell.
    public DataSetOptions format(String id) {
        return with(next -> next.format = id);
    }

    /// The shape of the scan, or of all that comes before the detector.
    public DataSetOptions nav(long... lengths) {
        return with(next -> next.nav = lengths.clone());
    }

    /// The shape of the detector.
    public DataSetOptions sig(int... lengths) {
        return with(next -> next.sig = lengths.clone());
    }

    /// The type of the pixels: `<u2`, `>i4`, `f4`; little endian where no order is named.
    ///
    /// @throws IllegalArgumentException when there is no such type
    public DataSetOptions dtype(String numpy) {
        elementType(numpy);
        return with(next -> next.dtype = numpy);
    }

    /// The data set inside the file.
    public DataSetOptions dataset(String path) {
        return with(next -> next.dataset = path);
    }

    /// Frames by which the data are ahead of the scan; 0 also where a format guesses another one.
    public DataSetOptions syncOffset(long frames) {
        return with(next -> next.syncOffset = frames);
    }

    public DataSetOptions fileHeader(long bytes) {
        return with(next -> next.fileHeader = notNegative(bytes));
    }

    public DataSetOptions frameHeader(int bytes) {
        return with(next -> next.frameHeader = (int) notNegative(bytes));
    }

    public DataSetOptions frameFooter(int bytes) {
        return with(next -> next.frameFooter = (int) notNegative(bytes));
    }

    /// `mmap` or `buffered`.
    public DataSetOptions backend(String name) {
        nbscope.io.dataset.IOBackend.of(name);
        return with(next -> next.backend = name);
    }

    /// Opens a file that ends too early as far as its frames are whole; the positions without a frame
    /// stay empty.
    public DataSetOptions allowPartial() {
        return with(next -> next.partial = true);
    }

    /// Follows links of the file to anywhere. For files that the caller trusts.
    public DataSetOptions allowExternalLinks() {
        return with(next -> next.externalLinks = true);
    }

    private DataSetOptions with(Consumer<Draft> change) {
        Draft next = new Draft(this);
        change.accept(next);
        return next.options();
    }

    /// The same values while one of them changes.
    private static final class Draft {
        private @Nullable String format;
        private long @Nullable [] nav;
        private int @Nullable [] sig;
        private @Nullable String dtype;
        private @Nullable String dataset;
        private long syncOffset;
        private long fileHeader;
        private int frameHeader;
        private int frameFooter;
        private @Nullable String backend;
        private boolean partial;
        private boolean externalLinks;

        Draft(DataSetOptions o) {
            format = o.format;
            nav = o.nav;
            sig = o.sig;
            dtype = o.dtype;
            dataset = o.dataset;
            syncOffset = o.syncOffset;
            fileHeader = o.fileHeader;
            frameHeader = o.frameHeader;
            frameFooter = o.frameFooter;
            backend = o.backend;
            partial = o.partial;
            externalLinks = o.externalLinks;
        }

        DataSetOptions options() {
            return new DataSetOptions(
                    format,
                    nav,
                    sig,
                    dtype,
                    dataset,
                    syncOffset,
                    fileHeader,
                    frameHeader,
                    frameFooter,
                    backend,
                    partial,
                    externalLinks);
        }
    }

    /// The element type that was named, null for none.
    public @Nullable ElementType elementType() {
        return dtype == null ? null : elementType(dtype);
    }

    private static ElementType elementType(String numpy) {
        String text = numpy.toLowerCase(Locale.ROOT);
        char mark = text.isEmpty() ? ' ' : text.charAt(0);
        boolean marked = "<>|=".indexOf(mark) >= 0;
        String kind = marked ? text.substring(1) : text;
        for (DType type : DType.values()) {
            if (type.isPrimitive() && (type.numpy().equals(kind) || name(type).equals(kind))) {
                return ElementType.of(type, mark == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            }
        }
        throw new IllegalArgumentException(
                "found the type \"" + numpy + "\", expected one like <u2, >i4, u1, f4 or uint16");
    }

    /// NumPy's long name.
    private static String name(DType type) {
        String kind = type.isUnsigned() ? "uint" : type.isInteger() ? "int" : "float";
        return kind + 8 * type.bytes();
    }

    private static long notNegative(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a header or footer of " + bytes + " bytes is not possible");
        }
        return bytes;
    }

    /// 0 where the caller does not say.
    @Override
    public long syncOffset() {
        return saysSyncOffset() ? syncOffset : 0;
    }

    /// Whether the caller says the sync offset; else a format may guess it.
    public boolean saysSyncOffset() {
        return syncOffset != OF_THE_FILE;
    }

    @Override
    public long @Nullable [] nav() {
        return nav == null ? null : nav.clone();
    }

    @Override
    public int @Nullable [] sig() {
        return sig == null ? null : sig.clone();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof DataSetOptions d && toString().equals(d.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /// All values; two options are equal when these texts are.
    @Override
    public String toString() {
        return "format " + format + ", nav " + Arrays.toString(nav) + ", sig " + Arrays.toString(sig) + ", dtype "
                + dtype
                + ", data set " + dataset + ", sync offset " + (saysSyncOffset() ? syncOffset : "of the file")
                + ", headers " + fileHeader + "/"
                + frameHeader
                + "/" + frameFooter + ", backend " + backend + (partial ? ", partial" : "")
                + (externalLinks ? ", external links" : "");
    }
}
