package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The vectors of this CPU, at most 64 bytes wide, so that none spans more than one block. Constants, because the JIT
/// must know them.
final class Lanes {
    static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    /// A vector never spans more than one 64-byte block.
    private static final VectorShape SHAPE = IntVector.SPECIES_PREFERRED.vectorBitSize() > 512
            ? VectorShape.S_512_BIT
            : IntVector.SPECIES_PREFERRED.vectorShape();

    static final VectorSpecies<Byte> BYTE_LANES = VectorSpecies.of(byte.class, SHAPE);
    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
    static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, SHAPE);
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SHAPE);
    static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SHAPE);

    /// Half as wide, as many as there are doubles in a whole one: widening the second part of a vector is three times
    /// slower than loading a half one.
    static final VectorShape HALF = VectorShape.forBitSize(Math.max(64, SHAPE.vectorBitSize() / 2));

    static final VectorSpecies<Float> HALF_FLOATS = VectorSpecies.of(float.class, HALF);
    static final VectorSpecies<Integer> HALF_INTS = VectorSpecies.of(int.class, HALF);

    /// Bytes of a vector, and vectors of a block.
    static final int BYTES = INTS.vectorByteSize();

    static final int STEPS = Plan.BLOCK_BYTES / BYTES;

    private Lanes() {}

    static IntVector ints(MemorySegment s, long at) {
        return IntVector.fromMemorySegment(INTS, s, at, LE);
    }

    static LongVector longs(MemorySegment s, long at) {
        return LongVector.fromMemorySegment(LONGS, s, at, LE);
    }

    static ShortVector shorts(MemorySegment s, long at) {
        return ShortVector.fromMemorySegment(SHORTS, s, at, LE);
    }

    /// Widened to doubles; exact.
    static DoubleVector floats(MemorySegment s, long at) {
        return widen(FloatVector.fromMemorySegment(HALF_FLOATS, s, at, LE));
    }

    static DoubleVector doubles(MemorySegment s, long at) {
        return DoubleVector.fromMemorySegment(DOUBLES, s, at, LE);
    }

    static DoubleVector widen(FloatVector x) {
        return (DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, 0);
    }
}
