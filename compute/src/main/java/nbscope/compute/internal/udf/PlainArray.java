package nbscope.compute.internal.udf;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Java arrays by element type.
public final class PlainArray {
    private PlainArray() {}

    public static Object make(DType t, int n) {
        return switch (t) {
            case U8, I8 -> new byte[n];
            case U16, I16 -> new short[n];
            case U32, I32 -> new int[n];
            case U64, I64 -> new long[n];
            case F32 -> new float[n];
            case F64 -> new double[n];
            case F16, C64, C128, RAW -> throw Pixels.noNumber(t);
        };
    }

    public static Object copy(Object array) {
        return switch (array) {
            case byte[] a -> a.clone();
            case short[] a -> a.clone();
            case int[] a -> a.clone();
            case long[] a -> a.clone();
            case float[] a -> a.clone();
            case double[] a -> a.clone();
            default -> throw new IllegalArgumentException(array.getClass() + " is no primitive array");
        };
    }

    /// The array as memory.
    public static MemorySegment segment(Object array) {
        return switch (array) {
            case byte[] a -> MemorySegment.ofArray(a);
            case short[] a -> MemorySegment.ofArray(a);
            case int[] a -> MemorySegment.ofArray(a);
            case long[] a -> MemorySegment.ofArray(a);
            case float[] a -> MemorySegment.ofArray(a);
            case double[] a -> MemorySegment.ofArray(a);
            default -> throw new IllegalArgumentException(array.getClass() + " is no primitive array");
        };
    }

    /// `sum[i] += more[i]`, wrapping around in integers.
    public static void add(DType t, Object sum, Object more) {
        switch (sum) {
            case byte[] a -> {
                byte[] b = (byte[]) more;
                for (int i = 0; i < a.length; i++) {
                    a[i] += b[i];
                }
            }
            case short[] a -> {
                short[] b = (short[]) more;
                for (int i = 0; i < a.length; i++) {
                    a[i] += b[i];
                }
            }
            case int[] a -> {
                int[] b = (int[]) more;
                for (int i = 0; i < a.length; i++) {
                    a[i] += b[i];
                }
            }
            case long[] a -> {
                long[] b = (long[]) more;
                for (int i = 0; i < a.length; i++) {
                    a[i] += b[i];
                }
            }
            case float[] a -> {
                float[] b = (float[]) more;
                for (int i = 0; i < a.length; i++) {
                    a[i] += b[i];
                }
            }
            case double[] a -> {
                double[] b = (double[]) more;
                for (int i = 0; i < a.length; i++) {
                    a[i] += b[i];
                }
            }
            default -> throw new IllegalArgumentException(t + " arrays cannot be added");
        }
    }
}
