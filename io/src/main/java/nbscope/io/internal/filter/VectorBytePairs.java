package nbscope.io.internal.filter;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2S;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/// Zero-extend, shift, or. Linked only where the module of the Vector API is present (see [BytePairs#best]). The rest
/// that fills no vector goes to the scalar twin.
final class VectorBytePairs implements BytePairs {
    private static final int REGISTER_BYTES = ByteVector.SPECIES_PREFERRED.length();
    private static final VectorSpecies<Short> SHORTS = REGISTER_BYTES >= 64
            ? ShortVector.SPECIES_512
            : REGISTER_BYTES >= 32 ? ShortVector.SPECIES_256 : ShortVector.SPECIES_128;
    private static final VectorSpecies<Byte> BYTES = REGISTER_BYTES >= 64
            ? ByteVector.SPECIES_256
            : REGISTER_BYTES >= 32 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

    VectorBytePairs() {}

    @Override
    public void join(MemorySegment planes, long low, long high, MemorySegment out, long to, int n) {
        int whole = n - n % SHORTS.length();
        vectors(planes, low, high, out, to, whole);
        ScalarBytePairs.INSTANCE.join(planes, low + whole, high + whole, out, to + 2L * whole, n - whole);
    }

    private static void vectors(MemorySegment planes, long low, long high, MemorySegment out, long to, int n) {
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        for (int i = 0; i < n; i += SHORTS.length()) {
            ByteVector lows = ByteVector.fromMemorySegment(BYTES, planes, low + i, order);
            ByteVector highs = ByteVector.fromMemorySegment(BYTES, planes, high + i, order);
            ShortVector pairs = (ShortVector) lows.convertShape(ZERO_EXTEND_B2S, SHORTS, 0);
            ShortVector upper = (ShortVector) highs.convertShape(ZERO_EXTEND_B2S, SHORTS, 0);
            pairs.or(upper.lanewise(LSHL, 8)).intoMemorySegment(out, to + 2L * i, order);
        }
    }
}
