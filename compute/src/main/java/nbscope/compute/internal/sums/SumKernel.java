package nbscope.compute.internal.sums;

/// Sums over a plan's pixels for patterns that lie one after another in memory. Stateless; any thread.
///
/// Integer sums are exact. Floating-point data is widened to float64 and added in an order that differs
/// between implementations: two of them agree within 1e-12 of the sum of absolute values. A NaN or infinity
/// inside the detector makes the sum NaN or infinite as IEEE 754 says; outside it has no effect.
public interface SumKernel {
    /// Puts the sum of the `i`th pattern at `out[outFrom + i]`.
    void sum(Patterns patterns, Plan plan, long[] out, int outFrom);

    /// As above for F32 and F64.
    void sum(Patterns patterns, Plan plan, double[] out, int outFrom);

    /// Puts the sum of the `i`th pattern over the `m`th plan at `out[outFrom + i * plans + m]`.
    default void sum(Patterns patterns, Bundle bundle, long[] out, int outFrom) {
        int plans = bundle.plans().size();
        long[] sums = new long[patterns.count()];
        for (int m = 0; m < plans; m++) {
            sum(patterns, bundle.plans().get(m), sums, 0);
            for (int i = 0; i < sums.length; i++) {
                out[outFrom + i * plans + m] = sums[i];
            }
        }
    }

    /// As above for F32 and F64.
    default void sum(Patterns patterns, Bundle bundle, double[] out, int outFrom) {
        int plans = bundle.plans().size();
        double[] sums = new double[patterns.count()];
        for (int m = 0; m < plans; m++) {
            sum(patterns, bundle.plans().get(m), sums, 0);
            for (int i = 0; i < sums.length; i++) {
                out[outFrom + i * plans + m] = sums[i];
            }
        }
    }

    /// Puts the weighted sum of the `i`th pattern at `out[outFrom + i]`, for any type.
    void weighted(Patterns patterns, WeightPlan plan, double[] out, int outFrom);
}
