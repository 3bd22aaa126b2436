package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import nbscope.io.DType;

/// Sums over plans that list every block: pattern and mask are read in one stream each, which the JIT turns into a loop
/// without checks. Never touched by a JVM that runs without module jdk.incubator.vector.
final class VectorDense {
    private static final ByteOrder LE = Lanes.LE;
    private static final VectorSpecies<Integer> INTS = Lanes.INTS;
    private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
    private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
    private static final VectorSpecies<Integer> HALF_INTS = Lanes.HALF_INTS;
    private static final int B = Lanes.BYTES;
    private static final int HALF = HALF_INTS.vectorByteSize();

    /// A lane takes up to 65,535 per vector: 2^15 vectors in two chains keep their sum below 2^32.
    private static final int LARGEST = B << 15;

    private VectorDense() {}

    static boolean suits(Plan plan) {
        return plan.dense() && plan.bytesTouched() <= LARGEST;
    }

    /// @param longMask of 32-bit types
    static long integers(DType dtype, MemorySegment s, long base, int[] mask, long[] longMask) {
        return switch (dtype) {
            case U8 -> bytes(s, base, mask, 0);
            case I8 -> bytes(s, base, mask, 0x8080_8080);
            case U16 -> unsignedShorts(s, base, mask);
            case I16 -> shorts(s, base, mask, 0x8000_8000);
            case U32 -> ints(s, base, longMask, 0);
            case I32 -> ints(s, base, longMask, 0x8000_0000_8000_0000L);
            case U64, I64, F32, F64, F16, C64, C128, RAW ->
                throw new IllegalArgumentException(dtype + " has no exact integer sums");
        };
    }

    /// Of two pixels in a lane, l and 2^16 h, one accumulator takes both, the other one h: the first minus 65,535 times
    /// the second is the sum of l + h.
    // hot loop
    private static long unsignedShorts(MemorySegment s, long base, int[] mask) {
        IntVector a = IntVector.zero(INTS);
        IntVector b = a;
        int bytes = 4 * mask.length;
        for (int o = 0; o < bytes; o += B) {
            IntVector x =
                    IntVector.fromMemorySegment(INTS, s, base + o, LE).and(IntVector.fromArray(INTS, mask, o >> 2));
            a = a.add(x);
            b = b.add(x.lanewise(VectorOperators.LSHR, 16));
        }
        return total(a.sub(b.mul(0xffff)));
    }

    // hot loop
    private static long shorts(MemorySegment s, long base, int[] mask, int flip) {
        IntVector low = IntVector.broadcast(INTS, 0xffff);
        IntVector a = IntVector.zero(INTS);
        IntVector b = a;
        int bytes = 4 * mask.length;
        for (int o = 0; o < bytes; o += B) {
            IntVector x = masked(s, base + o, mask, o >> 2, flip);
            a = a.add(x.and(low));
            b = b.add(x.lanewise(VectorOperators.LSHR, 16));
        }
        return total(a.add(b));
    }

    // hot loop
    private static long bytes(MemorySegment s, long base, int[] mask, int flip) {
        IntVector even = IntVector.broadcast(INTS, 0x00ff_00ff);
        IntVector low = IntVector.broadcast(INTS, 0xffff);
        IntVector a = IntVector.zero(INTS);
        IntVector b = a;
        int bytes = 4 * mask.length;
        for (int o = 0; o < bytes; o += B) {
            IntVector x = masked(s, base + o, mask, o >> 2, flip);
            IntVector pairs =
                    x.and(even).add(x.lanewise(VectorOperators.LSHR, 8).and(even));
            a = a.add(pairs.and(low));
            b = b.add(pairs.lanewise(VectorOperators.LSHR, 16));
        }
        return total(a.add(b));
    }

    // hot loop
    private static long ints(MemorySegment s, long base, long[] mask, long flip) {
        LongVector low = LongVector.broadcast(LONGS, 0xffff_ffffL);
        LongVector a = LongVector.zero(LONGS);
        LongVector b = a;
        int bytes = 8 * mask.length;
        for (int o = 0; o < bytes; o += B) {
            LongVector x = LongVector.fromMemorySegment(LONGS, s, base + o, LE)
                    .lanewise(VectorOperators.XOR, flip)
                    .and(LongVector.fromArray(LONGS, mask, o >> 3));
            a = a.add(x.and(low));
            b = b.add(x.lanewise(VectorOperators.LSHR, 32));
        }
        return a.add(b).reduceLanes(VectorOperators.ADD);
    }

    // hot loop
    static double floats(MemorySegment s, long base, int[] mask) {
        DoubleVector a = DoubleVector.zero(DOUBLES);
        DoubleVector b = a;
        int bytes = 4 * mask.length;
        for (int o = 0; o < bytes; o += B) {
            a = a.add(wide(s, base + o, mask, o >> 2));
            b = b.add(wide(s, base + o + HALF, mask, (o + HALF) >> 2));
        }
        return a.add(b).reduceLanes(VectorOperators.ADD);
    }

    // hot loop
    static double doubles(MemorySegment s, long base, long[] mask) {
        DoubleVector a = DoubleVector.zero(DOUBLES);
        int bytes = 8 * mask.length;
        for (int o = 0; o < bytes; o += B) {
            a = a.add(LongVector.fromMemorySegment(LONGS, s, base + o, LE)
                    .and(LongVector.fromArray(LONGS, mask, o >> 3))
                    .reinterpretAsDoubles());
        }
        return a.reduceLanes(VectorOperators.ADD);
    }

    private static DoubleVector wide(MemorySegment s, long at, int[] mask, int word) {
        FloatVector x = IntVector.fromMemorySegment(HALF_INTS, s, at, LE)
                .and(IntVector.fromArray(HALF_INTS, mask, word))
                .reinterpretAsFloats();
        return (DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, 0);
    }

    private static IntVector masked(MemorySegment s, long at, int[] mask, int word, int flip) {
        return IntVector.fromMemorySegment(INTS, s, at, LE)
                .lanewise(VectorOperators.XOR, flip)
                .and(IntVector.fromArray(INTS, mask, word));
    }

    /// The sum of unsigned lanes.
    private static long total(IntVector lanes) {
        return lanes.and(0xffff).reduceLanes(VectorOperators.ADD)
                + ((long) lanes.lanewise(VectorOperators.LSHR, 16).reduceLanes(VectorOperators.ADD) << 16);
    }
}
