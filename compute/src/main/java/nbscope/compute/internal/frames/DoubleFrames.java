package nbscope.compute.internal.frames;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// Frames as doubles, and their products with weights. Stateless; any thread.
public interface DoubleFrames {
    DoubleFrames SCALAR = new ScalarDoubleFrames();

    Twin<DoubleFrames> TWIN = new Twin<>(SCALAR, () -> new VectorDoubleFrames(), (k, t, s, offsets, b) -> {
        int pixels = b / t.bytes();
        double[] values = new double[4 * pixels];
        double[] out = new double[4];
        for (int f = 0; f < offsets.length; f += 4) {
            k.read(t, s, offsets[f], values, 0, pixels);
            k.dot4(values, pixels, 0, values, 0, pixels, out);
            k.dot4(t, s, offsets, f, 0, values, 0, pixels, out);
        }
    });

    /// Pixels into `out[outFrom]` and on.
    void read(DType t, MemorySegment s, long at, double[] out, int outFrom, int pixels);

    /// For four frames that lie in `values` one after another, `stride` apart: `out[j] = sum of
    /// values[j * stride + from + i] * weights[weightFrom + i]` for `0 <= i < n`.
    void dot4(double[] values, int stride, int from, double[] weights, int weightFrom, int n, double[] out);

    /// As [#dot4] straight from four frames in memory, which begin at `at[first]` and on; for few masks it
    /// saves the way through an array.
    ///
    /// @return false where this kernel cannot; nothing was done then
    boolean dot4(
            DType t,
            MemorySegment s,
            long[] at,
            int first,
            int from,
            double[] weights,
            int weightFrom,
            int n,
            double[] out);
}
