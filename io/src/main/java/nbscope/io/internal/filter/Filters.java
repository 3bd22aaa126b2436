package nbscope.io.internal.filter;

import java.lang.foreign.MemorySegment;
import nbscope.io.internal.array.RowMover;

/// Undoes the byte filters of a Blosc2 block (c-blosc2, blosc/shuffle.c, bitshuffle-generic.c), and moves the rows of
/// the block to their place. Stateless.
public interface Filters extends RowMover {
    /// Undoes the byte shuffle: the stored form has all first bytes of the elements, then all second ones, and so on.
    ///
    /// @param item bytes per element
    /// @param n    bytes of the block; a tail that is no whole element is copied
    void unshuffle(int item, int n, byte[] in, byte[] out);

    /// Undoes the bit shuffle: the stored form has bit 0 of all elements, then bit 1, and so on. Elements after the
    /// last multiple of eight are copied.
    ///
    /// @param planes scratch of at least `n` bytes
    void bitUnshuffle(int item, int n, byte[] in, byte[] out, byte[] planes);

    @Override
    default void move(byte[] in, int from, int inStep, MemorySegment out, long to, long outStep, int bytes, int rows) {
        BULK.move(in, from, inStep, out, to, outStep, bytes, rows);
    }

    /// Scalar code, always there: the oracle of every other implementation.
    static Filters scalar() {
        return ScalarFilters.INSTANCE;
    }

    /// The Vector API where the JVM was started with its module, else scalar code.
    static Filters best() {
        return Best.INSTANCE;
    }

    /// The best ones once they are compiled, scalar code until then: what files are read with.
    static Filters warming() {
        return Best.WARMING;
    }

    /// Chosen once.
    final class Best {
        private static final Filters INSTANCE = VectorTwin.orScalar("VectorFilters", Filters.class, scalar());

        @SuppressWarnings("ReferenceEquality") // that very object where there is nothing to warm up
        private static final Filters WARMING = INSTANCE == scalar()
                ? scalar()
                : new WarmingFilters(scalar(), INSTANCE, WarmingFilters.FIRST_PICTURE_MILLIS);

        private Best() {}
    }
}
