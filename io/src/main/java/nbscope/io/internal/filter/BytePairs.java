package nbscope.io.internal.filter;

import java.lang.foreign.MemorySegment;

/// Joins a plane of low bytes and a plane of high bytes to 16-bit numbers: the byte shuffle of two bytes, between
/// native memory segments. Stateless.
public interface BytePairs {
    /// Numbers per call at which vector code is compiled well: a loop over a whole image would stay interpreted.
    int BATCH = 4096;

    /// Writes `out[to + 2i] = planes[low + i]` and `out[to + 2i + 1] = planes[high + i]`.
    ///
    /// @param planes native memory with both planes
    /// @param out    native memory that does not overlap `planes`
    /// @param n      numbers to write
    void join(MemorySegment planes, long low, long high, MemorySegment out, long to, int n);

    /// Scalar code, always there: the oracle of the others.
    static BytePairs scalar() {
        return ScalarBytePairs.INSTANCE;
    }

    /// The Vector API where the JVM was started with its module, else scalar code.
    static BytePairs best() {
        return Best.INSTANCE;
    }

    /// The best ones once they are compiled, scalar code until then.
    static BytePairs warming() {
        return Best.WARMING;
    }

    /// Chosen once.
    final class Best {
        private static final BytePairs INSTANCE = VectorTwin.orScalar("VectorBytePairs", BytePairs.class, scalar());

        @SuppressWarnings("ReferenceEquality") // that very object where there is nothing to warm up
        private static final BytePairs WARMING =
                INSTANCE == scalar() ? scalar() : new WarmingBytePairs(scalar(), INSTANCE);

        private Best() {}
    }
}
