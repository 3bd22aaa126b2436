package nbscope.compute.internal.udf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Pixels of any type as floats, rounded to nearest.
final class FloatPixels {
    private FloatPixels() {}

    // hot loop
    static void toFloats(DType t, MemorySegment s, long base, float[] out, int n) {
        switch (t) {
            case U8 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = s.get(ValueLayout.JAVA_BYTE, base + i) & 0xff;
                }
            }
            case I8 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = s.get(ValueLayout.JAVA_BYTE, base + i);
                }
            }
            case U16 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = s.get(Pixels.I16, base + 2L * i) & 0xffff;
                }
            }
            case I16 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = s.get(Pixels.I16, base + 2L * i);
                }
            }
            case U32 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = s.get(Pixels.I32, base + 4L * i) & 0xffff_ffffL;
                }
            }
            case I32 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = s.get(Pixels.I32, base + 4L * i);
                }
            }
            case F32 -> MemorySegment.copy(s, Pixels.F32, base, out, 0, n);
            case F64 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (float) s.get(Pixels.F64, base + 8L * i);
                }
            }
            case U64, I64 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = s.get(Pixels.I64, base + 8L * i);
                }
            }
            case F16, C64, C128, RAW -> throw Pixels.noNumber(t);
        }
    }
}
