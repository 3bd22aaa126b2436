package nbscope.widgets.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes PNG (ISO/IEC 15948): 8-bit RGB, no filter. By hand because `java.awt` costs a notebook's first widget a
/// fifth of a second and needs system libraries that a headless machine may lack.
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int RGB = 2;

    private Png() {}

    static byte[] encode(Raster raster) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13)
                .putInt(raster.width())
                .putInt(raster.height())
                .put((byte) 8)
                .put((byte) RGB);
        chunk(out, "IHDR", header.array());
        chunk(out, "IDAT", deflated(raster));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] deflated(Raster raster) {
        int width = raster.width();
        byte[] rows = new byte[Math.multiplyExact(raster.height(), 1 + 3 * width)];
        int at = 0;
        for (int y = 0; y < raster.height(); y++) {
            at++;
            for (int x = 0; x < width; x++) {
                int colour = raster.pixels()[y * width + x];
                rows[at++] = (byte) (colour >> 16);
                rows[at++] = (byte) (colour >> 8);
                rows[at++] = (byte) colour;
            }
        }
        var out = new ByteArrayOutputStream();
        try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
                var stream = new DeflaterOutputStream(out, deflater)) {
            stream.write(rows);
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
