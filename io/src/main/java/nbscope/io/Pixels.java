package nbscope.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Pixels of any type as numbers of one type, little endian in memory. 64-bit integers are rounded to the nearest
/// double, all else is exact.
public final class Pixels {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    public static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LE);
    public static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LE);
    public static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LE);
    public static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LE);
    public static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(LE);

    private Pixels() {}

    /// `n` integers of up to 32 bits from byte `at` on.
    public static void toLongs(DType dtype, MemorySegment s, long at, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = switch (dtype) {
                case U8 -> s.get(ValueLayout.JAVA_BYTE, at + i) & 0xff;
                case I8 -> s.get(ValueLayout.JAVA_BYTE, at + i);
                case U16 -> s.get(I16, at + 2L * i) & 0xffff;
                case I16 -> s.get(I16, at + 2L * i);
                case U32 -> s.get(I32, at + 4L * i) & 0xffff_ffffL;
                case I32 -> s.get(I32, at + 4L * i);
                case U64, I64, F32, F64, F16, C64, C128, RAW ->
                    throw new IllegalArgumentException(dtype + " has no exact integer sums");
            };
        }
    }

    /// One pixel of those that begin at byte `base`.
    public static double value(DType t, MemorySegment s, long base, int pixel) {
        long at = base + (long) pixel * t.bytes();
        return switch (t) {
            case U8 -> s.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            case I8 -> s.get(ValueLayout.JAVA_BYTE, at);
            case U16 -> s.get(I16, at) & 0xffff;
            case I16 -> s.get(I16, at);
            case U32 -> s.get(I32, at) & 0xffff_ffffL;
            case I32 -> s.get(I32, at);
            case I64 -> s.get(I64, at);
            case U64 -> unsigned(s.get(I64, at));
            case F32 -> s.get(F32, at);
            case F64 -> s.get(F64, at);
            case F16, C64, C128, RAW -> throw noNumber(t);
        };
    }

    /// An integer pixel, exact.
    public static long integer(DType t, MemorySegment s, long base, int pixel) {
        long at = base + (long) pixel * t.bytes();
        return switch (t) {
            case U8 -> s.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            case I8 -> s.get(ValueLayout.JAVA_BYTE, at);
            case U16 -> s.get(I16, at) & 0xffff;
            case I16 -> s.get(I16, at);
            case U32 -> s.get(I32, at) & 0xffff_ffffL;
            case I32 -> s.get(I32, at);
            case I64, U64 -> s.get(I64, at);
            case F32, F64, F16, C64, C128, RAW -> throw noNumber(t);
        };
    }

    /// `n` numbers from byte `base` on.
    // hot loop
    public static void toDoubles(DType t, MemorySegment s, long base, double[] out, int outFrom, int n) {
        switch (t) {
            case U8 -> {
                for (int i = 0; i < n; i++) {
                    out[outFrom + i] = s.get(ValueLayout.JAVA_BYTE, base + i) & 0xff;
                }
            }
            case I8 -> {
                for (int i = 0; i < n; i++) {
                    out[outFrom + i] = s.get(ValueLayout.JAVA_BYTE, base + i);
                }
            }
            case U16 -> {
                for (int i = 0; i < n; i++) {
                    out[outFrom + i] = s.get(I16, base + 2L * i) & 0xffff;
                }
            }
            case I16 -> {
                for (int i = 0; i < n; i++) {
                    out[outFrom + i] = s.get(I16, base + 2L * i);
                }
            }
            case U32 -> {
                for (int i = 0; i < n; i++) {
                    out[outFrom + i] = s.get(I32, base + 4L * i) & 0xffff_ffffL;
                }
            }
            case I32 -> {
                for (int i = 0; i < n; i++) {
                    out[outFrom + i] = s.get(I32, base + 4L * i);
                }
            }
            case F32 -> {
                for (int i = 0; i < n; i++) {
                    out[outFrom + i] = s.get(F32, base + 4L * i);
                }
            }
            case F64 -> MemorySegment.copy(s, F64, base, out, outFrom, n);
            case I64 -> {
                for (int i = 0; i < n; i++) {
                    out[outFrom + i] = s.get(I64, base + 8L * i);
                }
            }
            case U64 -> {
                for (int i = 0; i < n; i++) {
                    out[outFrom + i] = unsigned(s.get(I64, base + 8L * i));
                }
            }
            case F16, C64, C128, RAW -> throw noNumber(t);
        }
    }

    /// Halved with the lost bit kept as a sticky bit, so that the rounding stays to nearest.
    private static double unsigned(long v) {
        return v >= 0 ? v : (double) ((v >>> 1) | (v & 1)) * 2;
    }

    /// What to throw for a type that this library does not calculate with.
    public static IllegalArgumentException noNumber(DType t) {
        return new IllegalArgumentException(t + " pixels are not numbers that this library calculates with");
    }
}
