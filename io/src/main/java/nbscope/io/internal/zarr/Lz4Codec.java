package nbscope.io.internal.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import nbscope.io.internal.codec.CodecFormat;

/// `lz4` of numcodecs: the decoded length in four bytes, then one LZ4 block. Read only.
record Lz4Codec() implements ByteCodec {
    private static final int HEADER = 4;

    @Override
    public String name() {
        return "lz4";
    }

    @Override
    public byte[] decode(byte[] in, int most, CodecScratch scratch, String file) {
        int length = in.length < HEADER
                ? -1
                : ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length < 0 || length > most) {
            throw damaged(file, "a chunk of " + length + " bytes", most);
        }
        byte[] out = new byte[length];
        byte[] block = Arrays.copyOfRange(in, HEADER, in.length);
        int n;
        try {
            n = scratch.decoder(CodecFormat.LZ4).decode(block, block.length, out, 0, length);
        } catch (RuntimeException e) {
            // The Java decoder has its own exceptions for damaged input.
            throw damaged(file, "a damaged stream (" + e.getMessage() + ")", most);
        }
        if (n != length) {
            throw damaged(file, "a damaged stream", most);
        }
        return out;
    }

    @Override
    public byte[] encode(byte[] in, int length, CodecScratch scratch) {
        throw new IllegalStateException("lz4 of numcodecs is not written");
    }
}
