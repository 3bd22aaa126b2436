package nbscope.compute;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import nbscope.io.DType;

/// A small picture in plain memory: a diffraction pattern in native dtype, or a virtual image of exact
/// sums.
///
/// Owned by whoever holds it (garbage collected); the library keeps no reference and never changes it.
///
/// @param rows   rows
/// @param cols   columns
/// @param dtype  type of the pixels; sums of integers are U32 while every sum fits, else I64; sums of
///               floats F64
/// @param pixels C order, little endian, a heap segment owned by this image
/// @param min    smallest value, NaN skipped; NaN when there is none
/// @param max    largest value
/// @param provenance how it was computed
public record Image(
        int rows, int cols, DType dtype, MemorySegment pixels, double min, double max, Provenance provenance) {
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// An image of these pixels, with its smallest and largest value.
    public static Image of(int rows, int cols, DType dtype, MemorySegment pixels) {
        long n = (long) rows * cols;
        if (pixels.byteSize() < n * dtype.bytes()) {
            throw new IllegalArgumentException("an image of " + rows + " x " + cols + " " + dtype + " needs "
                    + n * dtype.bytes() + " bytes; found " + pixels.byteSize());
        }
        double min = Double.NaN;
        double max = Double.NaN;
        for (long i = 0; i < n; i++) {
            double v = doubleAt(dtype, pixels, i);
            // Written so that a NaN pixel changes nothing and the first number replaces the NaN at the start.
            if (!(v >= min) && !Double.isNaN(v)) {
                min = v;
            }
            if (!(v <= max) && !Double.isNaN(v)) {
                max = v;
            }
        }
        return new Image(rows, cols, dtype, pixels, min, max, Provenance.NONE);
    }

    Image by(Provenance value) {
        return new Image(rows, cols, dtype, pixels, min, max, value);
    }

    /// The value of a pixel, exact.
    ///
    /// @return a Double for floating-point pixels, else a Long (U64 above 2^63 is not produced by this
    ///         library)
    public Number exact(int row, int col) {
        long i = index(row, col);
        return dtype.isInteger() ? (Number) longAt(dtype, pixels, i) : (Number) doubleAt(dtype, pixels, i);
    }

    /// The value of a pixel, rounded to the nearest double where it does not fit.
    public double value(int row, int col) {
        return doubleAt(dtype, pixels, index(row, col));
    }

    private long index(int row, int col) {
        if (row < 0 || row >= rows || col < 0 || col >= cols) {
            throw new IndexOutOfBoundsException(
                    "pixel " + row + ", " + col + " lies outside an image of " + rows + " x " + cols);
        }
        return (long) row * cols + col;
    }

    private static double doubleAt(DType dtype, MemorySegment s, long i) {
        return switch (dtype) {
            case F32 -> Float.intBitsToFloat(s.get(I32, 4 * i));
            case F64 -> Double.longBitsToDouble(s.get(I64, 8 * i));
            default -> longAt(dtype, s, i);
        };
    }

    private static long longAt(DType dtype, MemorySegment s, long i) {
        return switch (dtype) {
            case U8 -> s.get(ValueLayout.JAVA_BYTE, i) & 0xff;
            case I8 -> s.get(ValueLayout.JAVA_BYTE, i);
            case U16 -> s.get(I16, 2 * i) & 0xffff;
            case I16 -> s.get(I16, 2 * i);
            case U32 -> s.get(I32, 4 * i) & 0xffff_ffffL;
            case I32 -> s.get(I32, 4 * i);
            case U64, I64 -> s.get(I64, 8 * i);
            case F32, F64, F16, C64, C128, RAW -> throw new IllegalArgumentException(dtype + " is not an integer type");
        };
    }
}
