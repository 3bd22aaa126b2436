package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// The smallest and the largest value of some pixels. Exact for integers up to 32 bits and for floats; a
/// NaN is skipped. Of no pixels, or of NaNs alone: [#NONE].
///
/// @param min smallest value, positive infinity where there is none
/// @param max largest value, negative infinity where there is none
public record Extremes(double min, double max) {
    public static final Extremes NONE = new Extremes(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    /// Of `bytes` bytes from byte `from` on, whole pixels. Nothing past them is read. Any thread; cheap to
    /// call for some 100 KB at a time while they are still in the cache.
    public static Extremes of(DType dtype, MemorySegment data, long from, long bytes) {
        return ScalarExtremes.of(dtype, data, from, bytes);
    }

    /// Of both.
    public Extremes merge(Extremes other) {
        return new Extremes(Math.min(min, other.min), Math.max(max, other.max));
    }

    /// Whether there is no value.
    public boolean isEmpty() {
        return min > max;
    }
}
