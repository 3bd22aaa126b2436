package nbscope.io.internal.zarr;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nbscope.io.DType;
import nbscope.io.ElementType;
import org.jspecify.annotations.Nullable;

/// Reads `zarr.json` of an array (zarr-specs, v3 core).
final class MetadataV3 {
    static final String FILE = "zarr.json";

    /// Names of the data types in the core specification.
    private static final Map<String, DType> TYPES = Map.ofEntries(
            Map.entry("bool", DType.U8),
            Map.entry("uint8", DType.U8),
            Map.entry("int8", DType.I8),
            Map.entry("uint16", DType.U16),
            Map.entry("int16", DType.I16),
            Map.entry("uint32", DType.U32),
            Map.entry("int32", DType.I32),
            Map.entry("uint64", DType.U64),
            Map.entry("int64", DType.I64),
            Map.entry("float16", DType.F16),
            Map.entry("float32", DType.F32),
            Map.entry("float64", DType.F64),
            Map.entry("complex64", DType.C64),
            Map.entry("complex128", DType.C128));

    private MetadataV3() {}

    static ArrayMetadata read(Path folder, JsonPart json) {
        DType dtype = dtype(json.get("data_type"));
        long[] shape = ArrayMetadata.shape(json.get("shape"), dtype.bytes());
        JsonPart grid = json.get("chunk_grid");
        if (!grid.get("name").text().equals("regular")) {
            throw grid.get("name")
                    .unsupported("chunks of a grid that is not regular (" + grid.node() + "); nbscope "
                            + "reads the grid \"regular\". Write the array again with chunks of one size");
        }
        refuseExtensions(json);
        JsonPart lengths = grid.get("configuration").get("chunk_shape");
        CodecChain chain = CodecChain.of(json.get("codecs"), lengths, shape.length, dtype.bytes());
        ElementType type =
                type(dtype, chain.order(), json.get("data_type").node().asText());
        JsonPart attributes = json.find("attributes");
        return new ArrayMetadata(
                folder,
                json.file(),
                shape,
                chain.chunk(),
                chain.shard(),
                type,
                FillValue.bytes(json.get("fill_value"), type),
                keys(json.get("chunk_key_encoding")),
                chain.axes(),
                chain.codecs(),
                names(json.find("dimension_names"), shape.length),
                attributes == null ? Map.of() : attributes.map());
    }

    private static DType dtype(JsonPart part) {
        DType dtype = part.node().isTextual() ? TYPES.get(part.text()) : null;
        if (dtype == null) {
            throw part.unsupported("elements of type " + part.node() + ", which nbscope does not read. Read are bool, "
                    + "whole numbers of 8 to 64 bits, float16 to float64, complex64 and complex128: convert the array "
                    + "with astype before you write it; found");
        }
        return dtype;
    }

    private static ElementType type(DType dtype, ByteOrder order, String name) {
        return name.equals("bool")
                ? new ElementType(DType.U8, 1, ByteOrder.LITTLE_ENDIAN, "|b1")
                : ElementType.of(dtype, dtype.bytes() == 1 ? ByteOrder.LITTLE_ENDIAN : order);
    }

    /// What changes the meaning of the bytes and is not known must be refused (core spec, "Extension
    /// points").
    private static void refuseExtensions(JsonPart json) {
        JsonPart transformers = json.find("storage_transformers");
        if (transformers != null && !transformers.items().isEmpty()) {
            throw transformers.unsupported("storage transformers " + transformers.node()
                    + ", which nbscope does not know; write the array again without them; found");
        }
    }

    private static ChunkKeys keys(JsonPart part) {
        boolean text = part.node().isTextual();
        String name = text ? part.text() : part.get("name").text();
        boolean prefix = name.equals("default");
        if (!prefix && !name.equals("v2")) {
            throw part.unsupported("files of chunks that are named by \"" + name
                    + "\"; nbscope reads the names \"default\" and \"v2\"; found");
        }
        JsonPart configuration = text ? null : part.find("configuration");
        JsonPart separator = configuration == null ? null : configuration.find("separator");
        return separator == null ? new ChunkKeys(prefix, prefix ? '/' : '.') : ChunkKeys.of(prefix, separator);
    }

    private static List<String> names(@Nullable JsonPart part, int axes) {
        if (part == null || part.items().size() != axes) {
            return List.of();
        }
        List<JsonPart> items = part.items();
        boolean all = items.stream().allMatch(i -> i.node().isTextual());
        return all ? items.stream().map(JsonPart::text).toList() : List.of();
    }
}
