package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import nbscope.io.DType;

/// Pixels of any type as numbers of one type, little endian in memory.
public final class Pixels {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    public static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LE);
    public static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LE);
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

    /// `n` numbers from byte `at` on; exact.
    public static void toDoubles(DType dtype, MemorySegment s, long at, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = switch (dtype) {
                case U8 -> s.get(ValueLayout.JAVA_BYTE, at + i) & 0xff;
                case I8 -> s.get(ValueLayout.JAVA_BYTE, at + i);
                case U16 -> s.get(I16, at + 2L * i) & 0xffff;
                case I16 -> s.get(I16, at + 2L * i);
                case U32 -> s.get(I32, at + 4L * i) & 0xffff_ffffL;
                case I32 -> s.get(I32, at + 4L * i);
                case F32 -> s.get(F32, at + 4L * i);
                case F64 -> s.get(F64, at + 8L * i);
                case U64, I64, F16, C64, C128, RAW ->
                    throw new IllegalArgumentException(dtype + " is no pixel type of a stack");
            };
        }
    }
}
