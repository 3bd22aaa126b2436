package nbscope.io.internal.codec;

import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;

/// Zstandard frames in Java.
public final class ZstdJava implements Decoder {
    private final ZstdJavaDecompressor zstd = new ZstdJavaDecompressor();

    @Override
    public int decode(byte[] in, int inLength, byte[] out, int at, int length) {
        return zstd.decompress(in, 0, inLength, out, at, length);
    }

    @Override
    public int decode(byte[] in, int inLength, byte[] out, int at, int length, byte[] dictionary) {
        throw new MissingLibraryException(
                "zstd with a dictionary needs the native library libzstd, which the nbscope jar "
                        + "carries for Linux and macOS; start Java with --enable-native-access=ALL-UNNAMED, "
                        + "or write the array again with use_dict=False");
    }
}
