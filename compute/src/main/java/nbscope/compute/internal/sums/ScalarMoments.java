package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// Weighted sums and moments by plain loops: the oracle of the vector and OpenCL kernels. Arguments as in
/// [SumKernel].
final class ScalarMoments {
    private ScalarMoments() {}

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
                Pixels.toDoubles(dtype, s, base + (long) plan.blocks()[k] * Plan.BLOCK_BYTES, block, n);
                for (int j = 0; j < n; j++) {
                    double w = plan.weights()[k * plan.perBlock() + j];
                    // A weight of 0 leaves a pixel out, also one that is NaN.
                    sum += w == 0 ? 0 : w * block[j];
                }
            }
            out[at + i] = sum;
        }
    }

    static void moments(
            DType dtype,
            MemorySegment s,
            int patternBytes,
            int from,
            int count,
            Plan plan,
            int cols,
            long[][] out,
            int at) {
        int[] spans = plan.spans();
        int first = spans.length == 0 ? 0 : spans[0];
        long[] pixels = new long[spans.length == 0 ? 0 : spans[spans.length - 1] - first];
        for (int i = 0; i < count; i++) {
            long start = (long) (from + i) * patternBytes + (long) first * dtype.bytes();
            Pixels.toLongs(dtype, s, start, pixels, pixels.length);
            long sum = 0;
            long rows = 0;
            long columns = 0;
            for (int k = 0; k < spans.length; k += 2) {
                for (int p = spans[k]; p < spans[k + 1]; p++) {
                    long v = pixels[p - first];
                    sum += v;
                    rows += v * Math.floorDiv(p, cols);
                    columns += v * (p % cols);
                }
            }
            out[0][at + i] = sum;
            out[1][at + i] = rows;
            out[2][at + i] = columns;
        }
    }

    static void moments(
            DType dtype,
            MemorySegment s,
            int patternBytes,
            int from,
            int count,
            Plan plan,
            int cols,
            double[][] out,
            int at) {
        int[] spans = plan.spans();
        int first = spans.length == 0 ? 0 : spans[0];
        double[] pixels = new double[spans.length == 0 ? 0 : spans[spans.length - 1] - first];
        for (int i = 0; i < count; i++) {
            long start = (long) (from + i) * patternBytes + (long) first * dtype.bytes();
            Pixels.toDoubles(dtype, s, start, pixels, pixels.length);
            double sum = 0;
            double rows = 0;
            double columns = 0;
            for (int k = 0; k < spans.length; k += 2) {
                for (int p = spans[k]; p < spans[k + 1]; p++) {
                    double v = pixels[p - first];
                    sum += v;
                    rows += v * Math.floorDiv(p, cols);
                    columns += v * (p % cols);
                }
            }
            out[0][at + i] = sum;
            out[1][at + i] = rows;
            out[2][at + i] = columns;
        }
    }
}
