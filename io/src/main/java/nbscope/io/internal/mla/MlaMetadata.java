package nbscope.io.internal.mla;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import nbscope.io.Axis;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.meta.CalibrationReader;
import nbscope.io.internal.meta.Metadata;
import org.jspecify.annotations.Nullable;

/// The metadata of an MLArray file (mlarray 0.0.54): gzip of a pickle of a dict. Its `source` and `extra` data may hold
/// the keys of a calibration; its `spatial` part gives step and origin of the spatial axes.
public final class MlaMetadata {
    private static final int MAX_BYTES = 32 << 20;

    private MlaMetadata() {}

    /// @param place of the metadata in the file, for errors
    public static Metadata read(byte[] zipped, int rank, String file, long place) {
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
        Map<Object, @Nullable Object> free = new LinkedHashMap<>();
        for (String part : List.of("source", "extra")) {
            if (inner(map.get(part), "data") instanceof Map<?, ?> data) {
                data.forEach((k, v) -> free.put(String.valueOf(k), v));
            }
        }
        Metadata known = CalibrationReader.read(free, rank);
        Spatial spatial = map.get("spatial") instanceof Map<?, ?> s ? Spatial.of(s, rank) : Spatial.none(rank);
        boolean named = free.containsKey("axes");
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(spatial.axis(i, known.axes().get(i), named));
        }
        return new Metadata(axes, known.calibration());
    }

    /// A part is a dict with one field of this name, or the field itself.
    private static @Nullable Object inner(@Nullable Object part, String field) {
        return part instanceof Map<?, ?> map && map.containsKey(field) ? map.get(field) : part;
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
