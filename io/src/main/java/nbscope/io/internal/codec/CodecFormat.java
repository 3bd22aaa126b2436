package nbscope.io.internal.codec;

import nbscope.io.UnsupportedDataException;

/// The byte codecs of a Blosc2 chunk, by the three bits of its flags (c-blosc2, README_CHUNK_FORMAT). LZ4 and LZ4HC
/// have one format.
public enum CodecFormat {
    BLOSCLZ,
    LZ4,
    ZLIB,
    ZSTD;

    /// @param id   bits 5 to 7 of the chunk's flags
    /// @param user the codec id of a user codec, for the message
    public static CodecFormat of(int id, int user, String file) {
        return switch (id) {
            case 0 -> BLOSCLZ;
            case 1 -> LZ4;
            case 3 -> ZLIB;
            case 4 -> ZSTD;
            default ->
                throw new UnsupportedDataException(
                        file,
                        "compressed with the codec "
                                + (id == 2 ? "snappy" : id == 6 ? plugin(user) : "number " + id)
                                + ", which nbscope does not read. Read are blosclz, lz4, lz4hc, zlib and zstd: "
                                + "write the array again with one of them"
                                + (id == 6
                                        ? ", or install libblosc2, or name its file in the environment variable "
                                                + "NBSCOPE_LIBBLOSC2"
                                        : ""));
        };
    }

    /// Names from c-blosc2's include/blosc2/codecs-registry.h.
    private static String plugin(int user) {
        return switch (user) {
            case 32 -> "ndlz";
            case 33 -> "zfp (fixed accuracy)";
            case 34 -> "zfp (fixed precision)";
            case 35 -> "zfp (fixed rate)";
            case 36 -> "openhtj2k";
            case 37 -> "grok (JPEG 2000)";
            case 38 -> "openzl";
            default -> "number " + user;
        };
    }
}
