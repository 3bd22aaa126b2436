package nbscope.io.internal.czi.codec;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import nbscope.io.czi.CziPixelType;
import org.jspecify.annotations.Nullable;

/// JPEG by the decoder of the JDK, for Gray8 and Bgr24. It sees the image only ([JpegHeader]): no colour profile, no
/// thumbnail, no text. What it only warns of (an early end, bad codes) is damage here.
final class JpegDecoder implements PayloadDecoder {
    @Override
    public void decode(MemorySegment payload, TileShape shape, MemorySegment out) {
        if (shape.type() != CziPixelType.GRAY8 && shape.type() != CziPixelType.BGR24) {
            throw new DamagedPayloadException("JPEG in a tile of " + shape.type(), "it in Gray8 or Bgr24 only");
        }
        JpegHeader header = JpegHeader.of(payload, shape);
        BufferedImage image = read(header);
        int expected = header.components() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
        if (image.getType() != expected
                || image.getWidth() != header.width()
                || image.getHeight() != header.height()
                || !(image.getRaster().getDataBuffer() instanceof DataBufferByte pixels)) {
            throw new DamagedPayloadException("a JPEG image that decodes to another form", "grey or BGR bytes");
        }
        Rows.copy(MemorySegment.ofArray(pixels.getData()), header.width(), header.height(), shape, out);
    }

    private static BufferedImage read(JpegHeader header) {
        ImageReader reader = reader();
        AtomicReference<@Nullable String> warned = new AtomicReference<>();
        reader.addIIOReadWarningListener((source, warning) -> warned.set(warning));
        try (MemoryCacheImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(header.image()))) {
            reader.setInput(in, true, true);
            BufferedImage image = reader.read(0);
            String warning = warned.get();
            if (warning != null) {
                throw damaged(warning);
            }
            return image;
        } catch (DamagedPayloadException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw damaged(String.valueOf(e.getMessage()));
        } finally {
            reader.dispose();
        }
    }

    private static DamagedPayloadException damaged(String why) {
        return new DamagedPayloadException("a damaged JPEG image (" + why + ")", "a sound one");
    }

    /// That of the JDK: another one on the class path may warn otherwise.
    private static ImageReader reader() {
        for (Iterator<ImageReader> all = ImageIO.getImageReadersByFormatName("jpeg"); all.hasNext(); ) {
            ImageReader reader = all.next();
            if (reader.getClass().getModule() == ImageIO.class.getModule()) {
                return reader;
            }
        }
        throw new UnsupportedPayloadException(
                "is stored as JPEG, which this Java has no decoder for (module java.desktop)");
    }
}
