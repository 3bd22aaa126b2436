package nbscope.io.internal.zarr;

import java.util.Arrays;
import nbscope.io.Compression.Codec;
import nbscope.io.internal.blosc2.BloscBuffer;

/// `blosc`: what it was written with stands in each chunk. Written are LZ4 and zstd with shuffled
/// bytes.
///
/// @param codec of what is written
/// @param level 1 to 9, of what is written
/// @param item  bytes per element, of what is written
record BloscCodec(Codec codec, int level, int item) implements ByteCodec {
    /// For reading.
    static BloscCodec reading() {
        return new BloscCodec(Codec.LZ4, 5, 1);
    }

    @Override
    public String name() {
        return "blosc";
    }

    @Override
    public byte[] decode(byte[] in, int most, CodecScratch scratch, String file) {
        return scratch.blosc().decode(file, in, most);
    }

    @Override
    public byte[] encode(byte[] in, int length, CodecScratch scratch) {
        byte[] out = new byte[BloscBuffer.most(length)];
        return Arrays.copyOf(out, scratch.blosc().encode(codec, level, item, in, length, out));
    }
}
