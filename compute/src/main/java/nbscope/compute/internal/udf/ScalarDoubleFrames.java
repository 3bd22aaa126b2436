package nbscope.compute.internal.udf;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// Plain loops: the oracle of the vector ones.
final class ScalarDoubleFrames implements DoubleFrames {
    @Override
    public void read(DType t, MemorySegment s, long at, double[] out, int outFrom, int pixels) {
        Pixels.toDoubles(t, s, at, out, outFrom, pixels);
    }

    @Override
    public void dot4(double[] values, int stride, int from, double[] weights, int weightFrom, int n, double[] out) {
        for (int j = 0; j < 4; j++) {
            out[j] = dot(values, j * stride + from, weights, weightFrom, n);
        }
    }

    private static double dot(double[] values, int from, double[] weights, int weightFrom, int n) {
        double a = 0;
        double b = 0;
        int i = 0;
        for (; i + 1 < n; i += 2) {
            a += values[from + i] * weights[weightFrom + i];
            b += values[from + i + 1] * weights[weightFrom + i + 1];
        }
        return i < n ? a + b + values[from + i] * weights[weightFrom + i] : a + b;
    }
}
