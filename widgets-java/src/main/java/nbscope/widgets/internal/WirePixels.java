package nbscope.widgets.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import nbscope.compute.Image;

/// The pixels of an image in a type that the front end knows, little endian.
///
/// @param type    `u8`, `u16`, `u32` or `f32`
/// @param payload rows × cols pixels; shares the image's array where no conversion is needed
/// @param exact   false when a value was rounded to float32
public record WirePixels(String type, ByteBuffer payload, boolean exact) {
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble F64 =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final double TWO_TO_32 = 4294967296.0;

    /// Chooses the type: u8, u16, u32 and f32 travel as they are, 64-bit sums as u32 while they fit, the rest as f32.
    public static WirePixels of(Image image) {
        MemorySegment pixels = image.pixels();
        int count = Math.multiplyExact(image.rows(), image.cols());
        return switch (image.dtype()) {
            case U8 -> new WirePixels("u8", bytes(pixels, count), true);
            case U16 -> new WirePixels("u16", bytes(pixels, 2 * count), true);
            case U32 -> new WirePixels("u32", bytes(pixels, 4 * count), true);
            case F32 -> new WirePixels("f32", bytes(pixels, 4 * count), true);
            case I64, U64 -> image.min() >= 0 && image.max() < TWO_TO_32 ? narrowed(pixels, count) : floats(image);
            case I8, I16, I32, F64 -> floats(image);
            case F16, C64, C128, RAW ->
                throw new IllegalArgumentException("images of " + image.dtype() + " are not shown");
        };
    }

    /// A pixel's value as it is in the payload: rounding keeps the order, so the rounded minimum is the minimum.
    double rounded(double value) {
        return type.equals("f32") ? (float) value : value;
    }

    /// The numbers as the front end sees them.
    double[] values() {
        ByteBuffer in = payload;
        double[] out = new double[in.remaining() / bytesPerPixel()];
        for (int i = 0; i < out.length; i++) {
            out[i] = switch (type) {
                case "u8" -> in.get(i) & 0xff;
                case "u16" -> in.getShort(2 * i) & 0xffff;
                case "u32" -> in.getInt(4 * i) & 0xffff_ffffL;
                default -> in.getFloat(4 * i);
            };
        }
        return out;
    }

    private int bytesPerPixel() {
        return switch (type) {
            case "u8" -> 1;
            case "u16" -> 2;
            default -> 4;
        };
    }

    private static ByteBuffer bytes(MemorySegment pixels, int length) {
        if (pixels.heapBase().orElse(null) instanceof byte[] && pixels.byteSize() == length) {
            return pixels.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        byte[] copy = new byte[length];
        MemorySegment.copy(pixels, 0, MemorySegment.ofArray(copy), 0, length);
        return ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static WirePixels narrowed(MemorySegment pixels, int count) {
        byte[] out = new byte[Math.multiplyExact(4, count)];
        MemorySegment target = MemorySegment.ofArray(out);
        for (int i = 0; i < count; i++) {
            target.set(I32, 4L * i, (int) pixels.get(I64, 8L * i));
        }
        return new WirePixels("u32", ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN), true);
    }

    private static WirePixels floats(Image image) {
        MemorySegment in = image.pixels();
        int count = Math.multiplyExact(image.rows(), image.cols());
        ByteBuffer out = ByteBuffer.wrap(new byte[Math.multiplyExact(4, count)]).order(ByteOrder.LITTLE_ENDIAN);
        boolean exact = true;
        for (int i = 0; i < count; i++) {
            float value = 0;
            switch (image.dtype()) {
                case I8 -> value = in.get(ValueLayout.JAVA_BYTE, i);
                case I16 -> value = in.get(I16, 2L * i);
                case I32 -> {
                    int whole = in.get(I32, 4L * i);
                    value = whole;
                    // Through double: (int) of a float saturates, so 2^31 - 1 would pass for exact.
                    exact &= (double) value == whole;
                }
                case I64 -> {
                    long whole = in.get(I64, 8L * i);
                    value = whole;
                    exact &= Math.abs((double) value) < 0x1p63 && (long) value == whole;
                }
                case U64 -> {
                    long whole = in.get(I64, 8L * i);
                    value = unsigned(whole);
                    exact &= value < 0x1p63f && (long) value == whole;
                }
                case F64 -> {
                    double number = in.get(F64, 8L * i);
                    value = (float) number;
                    exact &= value == number || Double.isNaN(number);
                }
                case U8, U16, U32, F32, F16, C64, C128, RAW ->
                    throw new IllegalStateException("travels as it is: " + image.dtype());
            }
            out.putFloat(4 * i, value);
        }
        return new WirePixels("f32", out, exact);
    }

    /// The nearest float32 of an unsigned long; the lowest bit is kept sticky so that halving does not round twice.
    private static float unsigned(long value) {
        return value >= 0 ? (float) value : 2 * (float) ((value >>> 1) | (value & 1));
    }
}
