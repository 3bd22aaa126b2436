package nbscope.io.internal.mla;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import nbscope.io.MalformedDataException;
import org.jspecify.annotations.Nullable;

/// How MLArray (0.0.54) keeps its metadata in the user metalayer `mlarray`: gzip of a pickle of a dict.
public final class MlaPickle {
    private static final int MAX_BYTES = 32 << 20;

    private MlaPickle() {}

    /// The dict as it stands in the file; it may contain itself.
    ///
    /// @param place of the metadata in the file, for errors
    public static Map<?, ?> read(byte[] zipped, String file, long place) {
        Object value;
        try {
            value = Unpickler.read(unzip(zipped));
        } catch (PickleException e) {
            throw malformed(file, place, "MLArray metadata that are not read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw malformed(file, place, "MLArray metadata that are not gzip: " + e.getMessage(), e);
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw malformed(file, place, "MLArray metadata that are no dict", null);
        }
        return map;
    }

    public static byte[] write(Map<?, ?> frozen) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(Pickler.write(frozen));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] unzip(byte[] zipped) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("they unpack to more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static MalformedDataException malformed(String file, long place, String found, @Nullable Exception cause) {
        MalformedDataException e = new MalformedDataException(
                file,
                place,
                found,
                "a gzipped pickle of plain values as mlarray writes it; "
                        + "if you trust the file, write it again in Python with mlarray");
        if (cause != null) {
            e.initCause(cause);
        }
        return e;
    }
}
