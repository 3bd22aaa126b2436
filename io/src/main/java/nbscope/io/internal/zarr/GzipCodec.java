package nbscope.io.internal.zarr;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// `gzip` (RFC 1952), by the JDK. Written without a name or a time.
///
/// @param level 0 to 9
record GzipCodec(int level) implements ByteCodec {
    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public byte[] decode(byte[] in, int most, CodecScratch scratch, String file) {
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(in), 1 << 13)) {
            return all(stream, most, file);
        } catch (IOException e) {
            throw damaged(file, "a damaged stream (" + e.getMessage() + ")", most);
        }
    }

    @Override
    public byte[] encode(byte[] in, int length, CodecScratch scratch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2 + 64);
        try (GZIPOutputStream stream = new Leveled(out, level)) {
            stream.write(in, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// The JDK's stream has no parameter for the level.
    private static final class Leveled extends GZIPOutputStream {
        Leveled(ByteArrayOutputStream out, int level) throws IOException {
            super(out, 1 << 13);
            def.setLevel(level);
        }
    }
}
