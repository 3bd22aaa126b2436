package nbscope.io.internal.codec;

import nbscope.io.Compression.Codec;

/// Applies a byte codec. One instance serves one thread at a time and keeps its context between calls.
public sealed interface Encoder
        permits BloscLzEncoder,
                DictionaryEncoder,
                Lz4Encoder,
                Lz4JavaEncoder,
                ZlibEncoder,
                ZstdEncoder,
                ZstdJavaEncoder {
    /// Encodes `length` bytes from `in[at]` to `out[to]`.
    ///
    /// @param limit bytes that may be written
    /// @return the bytes written, or 0 where they would be more than `limit` or the codec gives up
    int encode(byte[] in, int at, int length, byte[] out, int to, int limit);

    /// The encoder of a codec that [#actual] has named.
    ///
    /// @param level       1 to 9
    /// @param differences whether it will get differences of neighbours, small numbers with few repetitions
    static Encoder of(Codec codec, int level, boolean differences, boolean nativeLibraries) {
        return switch (codec) {
            case BLOSCLZ -> new BloscLzEncoder(level);
            case LZ4 -> nativeLibraries && Lz4Library.available() ? Lz4Encoder.fast(10 - level) : new Lz4JavaEncoder();
            case LZ4HC -> Lz4Encoder.high(level);
            case ZLIB -> new ZlibEncoder(level, differences);
            case ZSTD ->
                nativeLibraries && ZstdLibrary.available() ? new ZstdEncoder(zstdLevel(level)) : new ZstdJavaEncoder();
            default -> throw new IllegalArgumentException(codec.label() + " is not written");
        };
    }

    /// The codec that stands in for another where the machine has no native one: LZ4 for LZ4HC, whose format is the
    /// same.
    static Codec actual(Codec codec, boolean nativeLibraries) {
        return codec == Codec.LZ4HC && !(nativeLibraries && Lz4Library.available()) ? Codec.LZ4 : codec;
    }

    /// The level that the Java encoder of zstd comes to, which knows no other.
    static int actualLevel(Codec codec, int level, boolean nativeLibraries) {
        boolean java = codec == Codec.ZSTD && !(nativeLibraries && ZstdLibrary.available());
        return java && level > 0 ? ZstdJavaEncoder.LEVEL : level;
    }

    /// Whether dictionaries can be made.
    static boolean hasDictionaries(boolean nativeLibraries) {
        return nativeLibraries && ZstdLibrary.available();
    }

    /// Blosc's level in zstd's own numbers, as C-Blosc2 maps it (blosc/blosc2.c, `zstd_wrap_compress`).
    static int zstdLevel(int level) {
        return level < 9 ? 2 * level - 1 : ZstdLibrary.maxLevel();
    }
}
