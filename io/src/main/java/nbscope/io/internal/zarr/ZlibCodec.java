package nbscope.io.internal.zarr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.InflaterInputStream;

/// `zlib` (RFC 1950), by the JDK.
///
/// @param level 0 to 9
record ZlibCodec(int level) implements ByteCodec {
    @Override
    public String name() {
        return "zlib";
    }

    @Override
    public byte[] decode(byte[] in, int most, CodecScratch scratch, String file) {
        try (InputStream stream = new InflaterInputStream(new ByteArrayInputStream(in))) {
            return all(stream, most, file);
        } catch (IOException e) {
            throw damaged(file, "a damaged stream (" + e.getMessage() + ")", most);
        }
    }

    @Override
    public byte[] encode(byte[] in, int length, CodecScratch scratch) {
        byte[] out = new byte[ByteCodec.encodedMost(length)];
        try (Deflater deflater = new Deflater(level)) {
            deflater.setInput(in, 0, length);
            deflater.finish();
            int n = 0;
            while (!deflater.finished()) {
                n += deflater.deflate(out, n, out.length - n);
            }
            return Arrays.copyOf(out, n);
        }
    }
}
