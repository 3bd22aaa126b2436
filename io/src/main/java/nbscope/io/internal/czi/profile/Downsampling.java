package nbscope.io.internal.czi.profile;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import nbscope.io.Buffers;
import nbscope.io.DType;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziPixelType;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.profile.CziValidation;
import nbscope.io.czi.profile.DownsamplingCost;
import nbscope.io.internal.czi.OpenCzi;
import org.jspecify.annotations.Nullable;

/// Compares the levels of a pyramid with the full resolution, in a square from the middle of the plane.
final class Downsampling {
    private static final int SIDE = 1024;
    private static final int PICTURE = 256;

    private Downsampling() {}

    static List<DownsamplingCost> costs(OpenCzi file, CziPlane plane, CziValidation validation) {
        List<DownsamplingCost> all = new ArrayList<>();
        for (int factor : new int[] {2, 4}) {
            all.add(cost(file, plane, factor, !validation.unreadable().isEmpty()));
        }
        return all;
    }

    private static DownsamplingCost cost(OpenCzi file, CziPlane plane, int factor, boolean damaged) {
        CziPixelType type = file.pixelType(plane);
        String why = file.levels().stream().noneMatch(l -> Math.abs(l.zoom() * factor - 1) < 1e-3)
                ? "no pyramid: the file stores no level of zoom 1/" + factor
                : damaged
                        ? "a tile of the plane cannot be read"
                        : type.dtype() == DType.U8 || type.dtype() == DType.U16
                                ? null
                                : type + " pixels are not compared";
        if (why != null) {
            return new DownsamplingCost(factor, 0, Double.NaN, Double.NaN, null, why);
        }
        CziBox bounds = file.bounds(plane, 1);
        int side = (int) Math.min(SIDE, Math.min(bounds.width(), bounds.height())) / factor * factor;
        CziBox box = new CziBox(
                bounds.x() + (bounds.width() - side) / 2 / factor * factor,
                bounds.y() + (bounds.height() - side) / 2 / factor * factor,
                side,
                side);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment full = read(file, plane, box, 1, arena);
            MemorySegment small = read(file, plane, box, 1.0 / factor, arena);
            return compare(full, small, type, side, factor);
        }
    }

    private static MemorySegment read(OpenCzi file, CziPlane plane, CziBox box, double zoom, Arena arena) {
        MemorySegment out = Buffers.allocate(file.shape(box, zoom, plane).bytes(), arena);
        file.readMosaic(box, zoom, plane, out);
        return out;
    }

    private static DownsamplingCost compare(
            MemorySegment full, MemorySegment small, CziPixelType type, int side, int factor) {
        double squares = 0;
        double sum = 0;
        double sumOfSquares = 0;
        double[] differences = new double[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double a = value(full, type, (long) y * side + x);
                double b = value(small, type, (long) (y / factor) * (side / factor) + x / factor);
                differences[y * side + x] = Math.abs(a - b);
                squares += (a - b) * (a - b);
                sum += a;
                sumOfSquares += a * a;
            }
        }
        double n = (double) side * side;
        double rms = Math.sqrt(squares / n);
        double deviation = Math.sqrt(Math.max(0, sumOfSquares / n - sum / n * sum / n));
        return new DownsamplingCost(
                factor,
                (long) n,
                rms,
                deviation == 0 ? Double.NaN : rms / deviation,
                picture(differences, side, 4 * rms),
                null);
    }

    private static double value(MemorySegment pixels, CziPixelType type, long pixel) {
        return type.dtype() == DType.U16
                ? Short.toUnsignedInt(pixels.get(ValueLayout.JAVA_SHORT_UNALIGNED, pixel * type.bytes()))
                : Byte.toUnsignedInt(pixels.get(ValueLayout.JAVA_BYTE, pixel * type.bytes()));
    }

    private static @Nullable String picture(double[] differences, int side, double white) {
        int size = Math.min(PICTURE, side);
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        int from = (side - size) / 2;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double d = differences[(y + from) * side + x + from];
                image.getRaster().setSample(x, y, 0, white == 0 ? 0 : (int) Math.min(255, 255 * d / white));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            return ImageIO.write(image, "png", bytes) ? Base64.getEncoder().encodeToString(bytes.toByteArray()) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
