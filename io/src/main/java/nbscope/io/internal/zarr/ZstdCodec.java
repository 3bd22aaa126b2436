package nbscope.io.internal.zarr;

import java.util.Arrays;
import nbscope.io.Compression.Codec;
import nbscope.io.internal.codec.CodecFormat;

/// `zstd` (RFC 8878), with or without a checksum when it is read, without when it is written.
record ZstdCodec() implements ByteCodec {
    /// What is written, in zstd's own numbers.
    static final int LEVEL = 3;

    /// The same in Blosc's.
    private static final int BLOSC_LEVEL = 2;

    @Override
    public String name() {
        return "zstd";
    }

    @Override
    public byte[] decode(byte[] in, int most, CodecScratch scratch, String file) {
        byte[] out = new byte[most];
        int n;
        try {
            n = scratch.decoder(CodecFormat.ZSTD).decode(in, in.length, out, 0, most);
        } catch (RuntimeException e) {
            // The Java decoder has its own exceptions for damaged input.
            throw damaged(file, "a damaged stream (" + e.getMessage() + ")", most);
        }
        if (n < 0) {
            throw damaged(file, "a damaged stream, or one of more bytes", most);
        }
        return n == most ? out : Arrays.copyOf(out, n);
    }

    @Override
    public byte[] encode(byte[] in, int length, CodecScratch scratch) {
        byte[] out = new byte[ByteCodec.encodedMost(length)];
        int n = scratch.encoder(Codec.ZSTD, BLOSC_LEVEL).encode(in, 0, length, out, 0, out.length);
        if (n == 0) {
            throw new IllegalStateException("zstd has not compressed " + length + " bytes");
        }
        return Arrays.copyOf(out, n);
    }
}
