package nbscope.io.internal.filter;

import java.lang.foreign.MemorySegment;

/// Undoes the bit shuffle from an array to native memory: what is read belongs to its destination at once, and planes
/// of zeros, as counts of a detector have many of, cost next to nothing. Stateless.
public interface BitPlanes {
    /// Writes whole groups of eight elements; the stored form has bit 0 of all elements, then bit 1, and so on.
    ///
    /// @param item   bytes per element
    /// @param n      bytes of all, a multiple of 8 `item`
    /// @param planes what is stored, from index 0 on
    /// @param out    native memory
    /// @param room   what is worked in
    void join(int item, int n, byte[] planes, MemorySegment out, long to, Room room);

    /// The working memory of one thread.
    final class Room {
        private byte[] elements = new byte[0];
        private byte[] rows = new byte[0];

        /// At least `n` bytes, with whatever content.
        byte[] elements(int n) {
            if (elements.length < n) {
                elements = new byte[n];
            }
            return elements;
        }

        /// As [#elements], another array.
        byte[] rows(int n) {
            if (rows.length < n) {
                rows = new byte[n];
            }
            return rows;
        }
    }

    /// Scalar code, always there: the oracle of the others.
    static BitPlanes scalar() {
        return Best.SCALAR;
    }

    /// The Vector API where the JVM was started with its module, else scalar code.
    static BitPlanes best() {
        return Best.INSTANCE;
    }

    /// The best ones once they are compiled, scalar code until then: what files are read with.
    static BitPlanes warming() {
        return Best.WARMING;
    }

    /// Chosen once.
    final class Best {
        private static final BitPlanes SCALAR = new FilterBitPlanes(Filters.scalar());
        private static final BitPlanes INSTANCE = VectorTwin.orScalar("VectorBitPlanes", BitPlanes.class, SCALAR);

        @SuppressWarnings("ReferenceEquality") // that very object where there is nothing to warm up
        private static final BitPlanes WARMING = INSTANCE == SCALAR ? SCALAR : new WarmingBitPlanes(SCALAR, INSTANCE);

        private Best() {}
    }
}
