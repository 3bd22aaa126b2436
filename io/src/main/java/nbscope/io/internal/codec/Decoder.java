package nbscope.io.internal.codec;

/// Undoes a byte codec. One instance serves one thread at a time and keeps its context between calls.
public sealed interface Decoder permits BloscLz, Lz4Java, Lz4Native, ZlibInflater, ZstdJava, ZstdNative {
    /// Decodes the first `inLength` bytes of `in` to at most `length` bytes from `out[at]`.
    ///
    /// @return the bytes written, or a negative number or any RuntimeException when the input is damaged
    int decode(byte[] in, int inLength, byte[] out, int at, int length);

    /// As [#decode], where only the first `wanted` of the `length` bytes are needed; what stands behind them in `out`
    /// may
    /// be anything afterwards.
    ///
    /// @return at least `wanted` when the input is sound as far as it was read
    default int decodeStart(byte[] in, int inLength, byte[] out, int at, int length, int wanted) {
        return decode(in, inLength, out, at, length);
    }

    /// As [#decode], of a stream that refers to a dictionary which stands before it.
    ///
    /// @param dictionary not changed by the caller: the same array means the same dictionary
    /// @throws MissingLibraryException where this needs a native library that is not there
    default int decode(byte[] in, int inLength, byte[] out, int at, int length, byte[] dictionary) {
        // blosclz and zlib have none: C-Blosc2 ignores it.
        return decode(in, inLength, out, at, length);
    }

    /// The decoder of a format: native where `nativeLibraries` allows and the machine has it, else Java.
    static Decoder of(CodecFormat format, boolean nativeLibraries) {
        return switch (format) {
            case BLOSCLZ -> new BloscLz();
            case LZ4 -> nativeLibraries && Lz4Native.available() ? new Lz4Native() : new Lz4Java();
            case ZLIB -> new ZlibInflater();
            case ZSTD -> nativeLibraries && ZstdNative.available() ? new ZstdNative() : new ZstdJava();
        };
    }
}
