package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// Weighted sums by plain loops: the oracle of the vector and OpenCL kernels. Arguments as in [SumKernel].
/// [SumKernel].
final class ScalarWeights {
    private ScalarWeights() {}

    static void weighted(
            DType dtype,
            MemorySegment s,
            int patternBytes,
            int from,
            int count,
            WeightPlan plan,
            double[] out,
            int at) {
        double[] block = new double[plan.perBlock()];
        int pixels = patternBytes / dtype.bytes();
        for (int i = 0; i < count; i++) {
            long base = (long) (from + i) * patternBytes;
            double sum = 0;
            for (int k = 0; k < plan.blocks().length; k++) {
                int first = plan.blocks()[k] * plan.perBlock();
                int n = Math.min(plan.perBlock(), pixels - first);
                Pixels.toDoubles(dtype, s, base + (long) plan.blocks()[k] * Plan.BLOCK_BYTES, block, 0, n);
                for (int j = 0; j < n; j++) {
                    double w = plan.weights()[k * plan.perBlock() + j];
                    // A weight of 0 leaves a pixel out, also one that is NaN.
                    sum += w == 0 ? 0 : w * block[j];
                }
            }
            out[at + i] = sum;
        }
    }
}
