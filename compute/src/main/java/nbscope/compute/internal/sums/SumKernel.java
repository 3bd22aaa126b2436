package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// Sums over a plan's pixels for patterns that lie one after another in memory. Stateless; any thread.
///
/// Integer sums are exact. Floating-point data is widened to float64 and added in an order that differs
/// between implementations: two of them agree within 1e-12 of the sum of absolute values. A NaN or infinity
/// inside the detector makes the sum NaN or infinite as IEEE 754 says; outside it has no effect.
public interface SumKernel {
    /// Puts the sum of pattern `from + i` at `out[outFrom + i]`, for `count` patterns.
    void sum(
            DType dtype,
            MemorySegment chunk,
            int patternBytes,
            int from,
            int count,
            Plan plan,
            long[] out,
            int outFrom);

    /// As above for F32 and F64.
    void sum(
            DType dtype,
            MemorySegment chunk,
            int patternBytes,
            int from,
            int count,
            Plan plan,
            double[] out,
            int outFrom);

    /// Puts the weighted sum of pattern `from + i` at `out[outFrom + i]`, for any type.
    void weighted(
            DType dtype,
            MemorySegment chunk,
            int patternBytes,
            int from,
            int count,
            WeightPlan plan,
            double[] out,
            int outFrom);
}
