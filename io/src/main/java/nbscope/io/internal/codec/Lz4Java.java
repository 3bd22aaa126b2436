package nbscope.io.internal.codec;

import io.airlift.compress.v3.lz4.Lz4JavaDecompressor;

/// LZ4 blocks in Java.
public final class Lz4Java implements Decoder {
    private final Lz4JavaDecompressor lz4 = new Lz4JavaDecompressor();

    @Override
    public int decode(byte[] in, int inLength, byte[] out, int at, int length) {
        return lz4.decompress(in, 0, inLength, out, at, length);
    }
}
