package nbscope.compute.internal.sums;

import nbscope.io.Pixels;

/// Weighted sums by plain loops: the oracle of the vector and OpenCL kernels.
/// Arguments as in [SumKernel].
final class ScalarWeights {
    private ScalarWeights() {}

    static void weighted(Patterns patterns, WeightPlan plan, double[] out, int at) {
        var dtype = patterns.dtype();
        double[] block = new double[plan.perBlock()];
        int pixels = patterns.bytes() / dtype.bytes();
        for (int i = 0; i < patterns.count(); i++) {
            long base = patterns.at(i);
            double sum = 0;
            for (int k = 0; k < plan.blocks().length; k++) {
                int first = plan.blocks()[k] * plan.perBlock();
                int n = Math.min(plan.perBlock(), pixels - first);
                Pixels.toDoubles(
                        dtype, patterns.memory(), base + (long) plan.blocks()[k] * Plan.BLOCK_BYTES, block, 0, n);
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
