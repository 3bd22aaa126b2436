package nbscope.compute.internal.frames;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The vectors of all kernels, and how pixels are widened on loading: always a whole narrow vector into a
/// whole wide one. (Widening the second part of a vector is three times slower.) Never touched by a JVM
/// that runs without module jdk.incubator.vector.
final class Lanes {
    static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    static final VectorShape SHAPE = IntVector.SPECIES_PREFERRED.vectorShape();
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SHAPE);
    static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SHAPE);

    /// Ints per vector.
    static final int L = INTS.length();

    /// Longs or doubles per vector.
    static final int D = DOUBLES.length();

    /// Bytes per vector.
    static final int B = INTS.vectorByteSize();

    private static final VectorShape HALF = shape(SHAPE.vectorBitSize() / 2);
    private static final VectorShape QUARTER = shape(SHAPE.vectorBitSize() / 4);
    private static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, QUARTER);
    private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, HALF);
    private static final VectorSpecies<Short> FEW_SHORTS = VectorSpecies.of(short.class, QUARTER);
    private static final VectorSpecies<Integer> HALF_INTS = VectorSpecies.of(int.class, HALF);
    private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, HALF);

    private Lanes() {}

    /// Whether a quarter of a vector is one that the machine has.
    static boolean wide() {
        return SHAPE.vectorBitSize() >= 256;
    }

    private static VectorShape shape(int bits) {
        return VectorShape.forBitSize(Math.max(64, bits));
    }

    static IntVector u8(MemorySegment s, long at) {
        var v = ByteVector.fromMemorySegment(BYTES, s, at, LE);
        return (IntVector) v.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
    }

    static IntVector i8(MemorySegment s, long at) {
        var v = ByteVector.fromMemorySegment(BYTES, s, at, LE);
        return (IntVector) v.convertShape(VectorOperators.B2I, INTS, 0);
    }

    static IntVector u16(MemorySegment s, long at) {
        var v = ShortVector.fromMemorySegment(SHORTS, s, at, LE);
        return (IntVector) v.convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
    }

    static IntVector i16(MemorySegment s, long at) {
        var v = ShortVector.fromMemorySegment(SHORTS, s, at, LE);
        return (IntVector) v.convertShape(VectorOperators.S2I, INTS, 0);
    }

    static LongVector u32(MemorySegment s, long at) {
        var v = IntVector.fromMemorySegment(HALF_INTS, s, at, LE);
        return (LongVector) v.convertShape(VectorOperators.ZERO_EXTEND_I2L, LONGS, 0);
    }

    static LongVector i32(MemorySegment s, long at) {
        var v = IntVector.fromMemorySegment(HALF_INTS, s, at, LE);
        return (LongVector) v.convertShape(VectorOperators.I2L, LONGS, 0);
    }

    static DoubleVector f32(MemorySegment s, long at) {
        var v = FloatVector.fromMemorySegment(FLOATS, s, at, LE);
        return (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
    }

    static DoubleVector f64(MemorySegment s, long at) {
        return DoubleVector.fromMemorySegment(DOUBLES, s, at, LE);
    }

    static DoubleVector u16AsDouble(MemorySegment s, long at) {
        var v = ShortVector.fromMemorySegment(FEW_SHORTS, s, at, LE);
        var ints = (IntVector) v.convertShape(VectorOperators.ZERO_EXTEND_S2I, HALF_INTS, 0);
        return (DoubleVector) ints.convertShape(VectorOperators.I2D, DOUBLES, 0);
    }
}
