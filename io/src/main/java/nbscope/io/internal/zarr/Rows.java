package nbscope.io.internal.zarr;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import nbscope.io.DType;

/// Runs of little-endian elements as long or double, one loop for each type.
final class Rows {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Rows() {}

    /// Whole numbers; those of U64 as their bits.
    static void load(DType dtype, byte[] in, int at, int n, long[] out) {
        switch (dtype) {
            case U8 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = in[at + i] & 0xff;
                }
            }
            case I8 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = in[at + i];
                }
            }
            case U16 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (short) SHORT.get(in, at + 2 * i) & 0xffff;
                }
            }
            case I16 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (short) SHORT.get(in, at + 2 * i);
                }
            }
            case U32 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (int) INT.get(in, at + 4 * i) & 0xffffffffL;
                }
            }
            case I32 -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (int) INT.get(in, at + 4 * i);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    out[i] = (long) LONG.get(in, at + 8 * i);
                }
            }
        }
    }

    static void load(DType dtype, byte[] in, int at, int n, double[] out) {
        if (dtype == DType.F32) {
            for (int i = 0; i < n; i++) {
                out[i] = Float.intBitsToFloat((int) INT.get(in, at + 4 * i));
            }
        } else {
            for (int i = 0; i < n; i++) {
                out[i] = Double.longBitsToDouble((long) LONG.get(in, at + 8 * i));
            }
        }
    }

    static void store(DType dtype, long[] in, int n, byte[] out, int at) {
        switch (dtype.bytes()) {
            case 1 -> {
                for (int i = 0; i < n; i++) {
                    out[at + i] = (byte) in[i];
                }
            }
            case 2 -> {
                for (int i = 0; i < n; i++) {
                    SHORT.set(out, at + 2 * i, (short) in[i]);
                }
            }
            case 4 -> {
                for (int i = 0; i < n; i++) {
                    INT.set(out, at + 4 * i, (int) in[i]);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    LONG.set(out, at + 8 * i, in[i]);
                }
            }
        }
    }

    static void store(DType dtype, double[] in, int n, byte[] out, int at) {
        if (dtype == DType.F32) {
            for (int i = 0; i < n; i++) {
                INT.set(out, at + 4 * i, Float.floatToIntBits((float) in[i]));
            }
        } else {
            for (int i = 0; i < n; i++) {
                LONG.set(out, at + 8 * i, Double.doubleToLongBits(in[i]));
            }
        }
    }
}
