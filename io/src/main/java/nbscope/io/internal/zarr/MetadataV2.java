package nbscope.io.internal.zarr;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nbscope.io.ElementType;
import nbscope.io.internal.array.StoredType;
import org.jspecify.annotations.Nullable;

/// Reads `.zarray` (zarr-specs, v2) and the `.zattrs` beside it.
final class MetadataV2 {
    static final String ARRAY = ".zarray";
    static final String GROUP = ".zgroup";
    static final String ATTRIBUTES = ".zattrs";

    private MetadataV2() {}

    static ArrayMetadata read(Path folder) {
        JsonPart json = JsonPart.read(folder.resolve(ARRAY));
        ElementType type = type(json.get("dtype"));
        long[] shape = ArrayMetadata.shape(json.get("shape"), type.bytes());
        int[] chunk = ArrayMetadata.chunk(json.get("chunks"), shape.length, type.bytes());
        JsonPart separator = json.find("dimension_separator");
        String order = json.text("order", "C");
        if (!order.equals("C") && !order.equals("F")) {
            throw json.get("order").malformed("\"C\" or \"F\"");
        }
        Map<String, @Nullable Object> attributes = attributes(folder);
        return new ArrayMetadata(
                folder,
                json.file(),
                shape,
                chunk,
                null,
                type,
                FillValue.bytes(json.find("fill_value"), type),
                separator == null ? new ChunkKeys(false, '.') : ChunkKeys.of(false, separator),
                order.equals("C") ? ArrayMetadata.inOrder(shape.length) : ArrayMetadata.backwards(shape.length),
                codecs(json),
                names(attributes, shape.length),
                attributes);
    }

    static Map<String, @Nullable Object> attributes(Path folder) {
        Path file = folder.resolve(ATTRIBUTES);
        return Files.exists(file) ? JsonPart.read(file).map() : Map.of();
    }

    private static ElementType type(JsonPart part) {
        if (!part.node().isTextual()) {
            throw part.unsupported("structured elements " + part.node()
                    + "; nbscope reads numbers and texts from Zarr. " + "Save one field as an array of its own");
        }
        return StoredType.parse(part.text(), part.file());
    }

    private static List<ByteCodec> codecs(JsonPart json) {
        List<ByteCodec> codecs = new ArrayList<>();
        JsonPart filters = json.find("filters");
        if (filters != null) {
            for (JsonPart filter : filters.items()) {
                codecs.add(ByteCodecs.of(filter.get("id")));
            }
        }
        JsonPart compressor = json.find("compressor");
        if (compressor != null) {
            codecs.add(ByteCodecs.of(compressor.get("id")));
        }
        return ByteCodecs.checked(codecs, json);
    }

    /// Xarray's names of the axes.
    private static List<String> names(Map<String, @Nullable Object> attributes, int axes) {
        return attributes.get("_ARRAY_DIMENSIONS") instanceof List<?> list
                        && list.size() == axes
                        && list.stream().allMatch(String.class::isInstance)
                ? list.stream().map(String.class::cast).toList()
                : List.of();
    }
}
