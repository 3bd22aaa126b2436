package nbscope.io.internal.zarr;

import java.util.List;

/// Finds a codec by its name: those of the v3 core spec, and those of numcodecs in v2 metadata or with
/// `numcodecs.` before them.
final class ByteCodecs {
    /// A chain of more compresses nothing; it would only cost memory.
    private static final int MOST = 8;

    private ByteCodecs() {}

    /// @param name the part of the metadata that names it
    /// @throws nbscope.io.UnsupportedDataException for any other
    static ByteCodec of(JsonPart name) {
        String text = name.text();
        return switch (text.startsWith("numcodecs.") ? text.substring("numcodecs.".length()) : text) {
            case "gzip" -> new GzipCodec(5);
            case "zlib" -> new ZlibCodec(5);
            case "zstd" -> new ZstdCodec();
            case "lz4" -> new Lz4Codec();
            case "blosc" -> BloscCodec.reading();
            case "crc32c" -> new Crc32cCodec();
            default -> throw unknown(name);
        };
    }

    static RuntimeException unknown(JsonPart name) {
        return name.unsupported(
                "written with the codec \"" + name.text() + "\", which nbscope does not read. Read are "
                        + "bytes, transpose, sharding_indexed, gzip, zlib, zstd, blosc, lz4 and crc32c: write the array again "
                        + "with one of them, in Python with zarr.create_array(..., compressors=zarr.codecs.ZstdCodec()); found");
    }

    static List<ByteCodec> checked(List<ByteCodec> codecs, JsonPart json) {
        if (codecs.size() > MOST) {
            throw json.unsupported(codecs.size() + " codecs in a row; nbscope reads up to " + MOST);
        }
        return List.copyOf(codecs);
    }
}
