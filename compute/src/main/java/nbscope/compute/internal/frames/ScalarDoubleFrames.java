package nbscope.compute.internal.frames;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Plain loops: the oracle of the vector ones. 16-bit pixels pass through a Java array, which is fast long before the
/// JIT's last stage.
final class ScalarDoubleFrames implements DoubleFrames {
    @Override
    public void read(DType t, MemorySegment s, long at, double[] out, int outFrom, int pixels) {
        if (t.bytes() == 2) {
            short[] frame = new short[pixels];
            MemorySegment.copy(s, Pixels.I16, at, frame, 0, pixels);
            widen(frame, t.isUnsigned() ? 0xffff : -1, out, outFrom);
        } else {
            Pixels.toDoubles(t, s, at, out, outFrom, pixels);
        }
    }

    private static void widen(short[] frame, int mask, double[] out, int outFrom) {
        for (int i = 0; i < frame.length; i++) {
            out[outFrom + i] = frame[i] & mask;
        }
    }

    @Override
    public void dot4(double[] values, int stride, int from, double[] weights, int weightFrom, int n, double[] out) {
        for (int j = 0; j < 4; j++) {
            out[j] = dot(values, j * stride + from, weights, weightFrom, n);
        }
    }

    @Override
    public boolean dot4(
            DType t,
            MemorySegment s,
            long[] at,
            int first,
            int from,
            double[] weights,
            int weightFrom,
            int n,
            double[] out) {
        return false;
    }

    private static double dot(double[] values, int from, double[] weights, int weightFrom, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            a += values[from + i] * weights[weightFrom + i];
            b += values[from + i + 1] * weights[weightFrom + i + 1];
            c += values[from + i + 2] * weights[weightFrom + i + 2];
            d += values[from + i + 3] * weights[weightFrom + i + 3];
        }
        double rest = 0;
        for (; i < n; i++) {
            rest += values[from + i] * weights[weightFrom + i];
        }
        return a + b + (c + d) + rest;
    }
}
