package nbscope.io.internal.filter;

/// Applies the byte filters of a Blosc2 block (c-blosc2, blosc/shuffle.c, bitshuffle-generic.c); [Filters] undoes them.
/// Stateless.
public interface ForwardFilters {
    /// All first bytes of the elements, then all second ones, and so on; a tail that is no whole element is copied.
    ///
    /// @param item bytes per element
    /// @param n    bytes of the block
    void shuffle(int item, int n, byte[] in, byte[] out);

    /// Bit 0 of all elements, then bit 1, and so on. Elements after the last multiple of eight are copied.
    ///
    /// @param planes scratch of at least `n` bytes
    void bitShuffle(int item, int n, byte[] in, byte[] out, byte[] planes);

    /// Scalar code, always there: the oracle of every other implementation.
    static ForwardFilters scalar() {
        return ScalarForward.INSTANCE;
    }

    /// The Vector API where the JVM was started with its module, else scalar code.
    static ForwardFilters best() {
        return Best.INSTANCE;
    }

    /// The best ones once they are compiled, scalar code until then: what files are written with.
    static ForwardFilters warming() {
        return Best.WARMING;
    }

    /// Chosen once.
    final class Best {
        private static final ForwardFilters INSTANCE =
                VectorTwin.orScalar("VectorForward", ForwardFilters.class, scalar());

        @SuppressWarnings("ReferenceEquality") // that very object where there is nothing to warm up
        private static final ForwardFilters WARMING =
                INSTANCE == scalar() ? scalar() : new WarmingForward(scalar(), INSTANCE);

        private Best() {}
    }
}
