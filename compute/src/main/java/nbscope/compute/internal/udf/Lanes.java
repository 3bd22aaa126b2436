package nbscope.compute.internal.udf;

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

/// The vectors of all kernels: one width for every element type, widened in parts. Never touched by a JVM that runs
/// without module jdk.incubator.vector.
final class Lanes {
    static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    static final VectorShape SHAPE = IntVector.SPECIES_PREFERRED.vectorShape();
    static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, SHAPE);
    static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, SHAPE);
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SHAPE);
    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
    static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SHAPE);

    /// Ints per vector.
    static final int L = INTS.length();

    private Lanes() {}

    static IntVector unsigned(ByteVector v, int part) {
        return (IntVector) v.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, part);
    }

    static IntVector signed(ByteVector v, int part) {
        return (IntVector) v.convertShape(VectorOperators.B2I, INTS, part);
    }

    static IntVector unsigned(ShortVector v, int part) {
        return (IntVector) v.convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, part);
    }

    static IntVector signed(ShortVector v, int part) {
        return (IntVector) v.convertShape(VectorOperators.S2I, INTS, part);
    }

    static LongVector unsigned(IntVector v, int part) {
        return (LongVector) v.convertShape(VectorOperators.ZERO_EXTEND_I2L, LONGS, part);
    }

    static LongVector signed(IntVector v, int part) {
        return (LongVector) v.convertShape(VectorOperators.I2L, LONGS, part);
    }

    static DoubleVector doubles(IntVector v, int part) {
        return (DoubleVector) v.convertShape(VectorOperators.I2D, DOUBLES, part);
    }

    static DoubleVector doubles(FloatVector v, int part) {
        return (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, part);
    }
}
