package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Smallest and largest values by plain loops over arrays.
final class ScalarExtremes {
    private static final int PIXELS = 4096;

    private ScalarExtremes() {}

    static Extremes of(DType dtype, MemorySegment s, long from, long bytes) {
        byte[] b = new byte[dtype.bytes() == 1 ? PIXELS : 0];
        short[] h = new short[dtype.bytes() == 2 ? PIXELS : 0];
        int[] w = new int[dtype.bytes() == 4 && dtype != DType.F32 ? PIXELS : 0];
        float[] f = new float[dtype == DType.F32 ? PIXELS : 0];
        double[] d = new double[dtype == DType.F64 ? PIXELS : 0];
        var found = Extremes.NONE;
        for (long at = from; at < from + bytes; at += (long) PIXELS * dtype.bytes()) {
            int n = (int) Math.min(PIXELS, (from + bytes - at) / dtype.bytes());
            Extremes part = switch (dtype) {
                case U8, I8 -> {
                    MemorySegment.copy(s, ValueLayout.JAVA_BYTE, at, b, 0, n);
                    yield bytes(b, n, dtype == DType.U8 ? 0xff : -1);
                }
                case U16, I16 -> {
                    MemorySegment.copy(s, Pixels.I16, at, h, 0, n);
                    yield shorts(h, n, dtype == DType.U16 ? 0xffff : -1);
                }
                case U32, I32 -> {
                    MemorySegment.copy(s, Pixels.I32, at, w, 0, n);
                    yield ints(w, n, dtype == DType.U32 ? Integer.MIN_VALUE : 0);
                }
                case F32 -> {
                    MemorySegment.copy(s, Pixels.F32, at, f, 0, n);
                    yield floats(f, n);
                }
                case F64 -> {
                    MemorySegment.copy(s, Pixels.F64, at, d, 0, n);
                    yield doubles(d, n);
                }
                case U64, I64, F16, C64, C128, RAW ->
                    throw new IllegalArgumentException(dtype + " is no pixel type of a stack");
            };
            found = found.merge(part);
        }
        return found;
    }

    static Extremes bytes(byte[] pixels, int n, int mask) {
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        for (int i = 0; i < n; i++) {
            int v = pixels[i] & mask;
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        return new Extremes(min, max);
    }

    static Extremes shorts(short[] pixels, int n, int mask) {
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        for (int i = 0; i < n; i++) {
            int v = pixels[i] & mask;
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        return new Extremes(min, max);
    }

    /// @param flip the sign bit, which orders unsigned numbers like signed ones, or 0
    static Extremes ints(int[] pixels, int n, int flip) {
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        for (int i = 0; i < n; i++) {
            int v = pixels[i] ^ flip;
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        return new Extremes((double) min - flip, (double) max - flip);
    }

    // A comparison with NaN is false, which skips it; Math.min would keep it.
    static Extremes floats(float[] pixels, int n) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            float v = pixels[i];
            min = v < min ? v : min;
            max = v > max ? v : max;
        }
        return new Extremes(min, max);
    }

    static Extremes doubles(double[] pixels, int n) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            double v = pixels[i];
            min = v < min ? v : min;
            max = v > max ? v : max;
        }
        return new Extremes(min, max);
    }
}
