package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import nbscope.compute.JavaDevice;
import nbscope.io.DType;

/// The smallest and the largest value of some pixels. Exact for integers up to 32 bits and for floats; a
/// NaN is skipped. Of no pixels, or of NaNs alone: [#NONE].
///
/// @param min smallest value, positive infinity where there is none
/// @param max largest value, negative infinity where there is none
public record Extremes(double min, double max) {
    public static final Extremes NONE = new Extremes(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    private static final boolean VECTOR = JavaDevice.vectorModulePresent();

    /// Bytes of one call of the vector kernel: a method that is called often is compiled, one long loop is not.
    private static final int PIECE = 16 << 10;

    /// As many are looked at before a core is taken for compiling what is faster.
    private static final long SCALAR_BYTES = 32L << 20;

    private static final WarmUp WARM_UP = new WarmUp();
    private static final LongAdder SEEN = new LongAdder();

    /// Of `bytes` bytes from byte `from` on, whole pixels. Nothing past them is read. Any thread; cheap to
    /// call for some 100 KB at a time while they are still in the cache.
    public static Extremes of(DType dtype, MemorySegment data, long from, long bytes) {
        if (!VECTOR || bytes < PIECE || !isCompiled(dtype, bytes)) {
            return ScalarExtremes.of(dtype, data, from, bytes);
        }
        var found = NONE;
        long whole = bytes - bytes % PIECE;
        for (long at = from; at < from + whole; at += PIECE) {
            found = found.merge(VectorExtremes.of(dtype, data, at, PIECE));
        }
        return found.merge(ScalarExtremes.of(dtype, data, from + whole, bytes - whole));
    }

    private static boolean isCompiled(DType dtype, long bytes) {
        if (WARM_UP.isCompiled(dtype)) {
            return true;
        }
        SEEN.add(bytes);
        if (SEEN.sum() > SCALAR_BYTES) {
            WARM_UP.start(dtype, List.of(Extremes::warmUp));
        }
        return false;
    }

    private static void warmUp(DType dtype, MemorySegment data, int patterns, int patternBytes) {
        long bytes = (long) patterns * patternBytes;
        for (long at = 0; at + PIECE <= bytes; at += PIECE) {
            VectorExtremes.of(dtype, data, at, PIECE);
        }
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
