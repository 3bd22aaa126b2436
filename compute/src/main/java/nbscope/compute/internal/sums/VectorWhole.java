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
import nbscope.io.Pixels;

/// Sums of all pixels of a pattern: no masks, no block list, four independent chains of additions. What lies behind the
/// last whole vector is added one by one. Never touched by a JVM that runs without module jdk.incubator.vector.
final class VectorWhole {
    private static final ByteOrder LE = Lanes.LE;
    private static final VectorSpecies<Integer> INTS = Lanes.INTS;
    private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
    private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
    private static final VectorSpecies<Float> HALF_FLOATS = Lanes.HALF_FLOATS;
    private static final int B = Lanes.BYTES;

    /// Bytes of the floats that fill a vector of doubles.
    private static final int F = 4 * DOUBLES.length();

    /// A lane takes up to 65,535 per vector, two chains of two parts each: 2^14 vectors keep it below 2^32.
    private static final int LANES_LAST = B << 14;

    private VectorWhole() {}

    /// Whether patterns of this size are done here. The others take the masked kernels.
    static boolean suits(Plan plan, DType dtype, int patternBytes) {
        return plan.count() * dtype.bytes() == patternBytes && patternBytes <= LANES_LAST && patternBytes >= 8 * B;
    }

    static long integers(DType dtype, MemorySegment s, long base, int bytes) {
        return switch (dtype) {
            case U8 -> bytes(s, base, bytes, 0);
            case I8 -> bytes(s, base, bytes, 0x8080_8080);
            case U16 -> shorts(s, base, bytes, 0);
            case I16 -> shorts(s, base, bytes, 0x8000_8000);
            case U32 -> ints(s, base, bytes, 0);
            case I32 -> ints(s, base, bytes, 0x8000_0000_8000_0000L);
            case U64, I64, F32, F64, F16, C64, C128, RAW ->
                throw new IllegalArgumentException(dtype + " has no exact integer sums");
        };
    }

    // hot loop
    private static long shorts(MemorySegment s, long base, int bytes, int flip) {
        IntVector low = IntVector.broadcast(INTS, 0xffff);
        IntVector a = IntVector.zero(INTS);
        IntVector b = a;
        IntVector c = a;
        IntVector d = a;
        int o = 0;
        for (; o + 2 * B <= bytes; o += 2 * B) {
            IntVector x = load(s, base + o, flip);
            IntVector y = load(s, base + o + B, flip);
            a = a.add(x.and(low));
            b = b.add(x.lanewise(VectorOperators.LSHR, 16));
            c = c.add(y.and(low));
            d = d.add(y.lanewise(VectorOperators.LSHR, 16));
        }
        long sum = total(a.add(b)) + total(c.add(d));
        for (; o < bytes; o += 2) {
            sum += (s.get(Pixels.I16, base + o) ^ flip) & 0xffff;
        }
        return sum;
    }

    // hot loop
    private static long bytes(MemorySegment s, long base, int bytes, int flip) {
        IntVector even = IntVector.broadcast(INTS, 0x00ff_00ff);
        IntVector low = IntVector.broadcast(INTS, 0xffff);
        IntVector a = IntVector.zero(INTS);
        IntVector b = a;
        int o = 0;
        for (; o + B <= bytes; o += B) {
            IntVector x = load(s, base + o, flip);
            IntVector pairs =
                    x.and(even).add(x.lanewise(VectorOperators.LSHR, 8).and(even));
            a = a.add(pairs.and(low));
            b = b.add(pairs.lanewise(VectorOperators.LSHR, 16));
        }
        long sum = total(a.add(b));
        for (; o < bytes; o++) {
            sum += (s.get(java.lang.foreign.ValueLayout.JAVA_BYTE, base + o) ^ flip) & 0xff;
        }
        return sum;
    }

    // hot loop
    private static long ints(MemorySegment s, long base, int bytes, long flip) {
        LongVector low = LongVector.broadcast(LONGS, 0xffff_ffffL);
        LongVector a = LongVector.zero(LONGS);
        LongVector b = a;
        LongVector c = a;
        LongVector d = a;
        int o = 0;
        for (; o + 2 * B <= bytes; o += 2 * B) {
            LongVector x = LongVector.fromMemorySegment(LONGS, s, base + o, LE).lanewise(VectorOperators.XOR, flip);
            LongVector y =
                    LongVector.fromMemorySegment(LONGS, s, base + o + B, LE).lanewise(VectorOperators.XOR, flip);
            a = a.add(x.and(low));
            b = b.add(x.lanewise(VectorOperators.LSHR, 32));
            c = c.add(y.and(low));
            d = d.add(y.lanewise(VectorOperators.LSHR, 32));
        }
        long sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
        for (; o < bytes; o += 4) {
            sum += (s.get(Pixels.I32, base + o) ^ flip) & 0xffff_ffffL;
        }
        return sum;
    }

    // hot loop
    static double floats(MemorySegment s, long base, int bytes) {
        DoubleVector a = DoubleVector.zero(DOUBLES);
        DoubleVector b = a;
        DoubleVector c = a;
        DoubleVector d = a;
        int o = 0;
        for (; o + 4 * F <= bytes; o += 4 * F) {
            a = a.add(wide(s, base + o));
            b = b.add(wide(s, base + o + F));
            c = c.add(wide(s, base + o + 2L * F));
            d = d.add(wide(s, base + o + 3L * F));
        }
        double sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
        for (; o < bytes; o += 4) {
            sum += s.get(Pixels.F32, base + o);
        }
        return sum;
    }

    // hot loop
    static double doubles(MemorySegment s, long base, int bytes) {
        DoubleVector a = DoubleVector.zero(DOUBLES);
        DoubleVector b = a;
        int o = 0;
        for (; o + 2 * B <= bytes; o += 2 * B) {
            a = a.add(DoubleVector.fromMemorySegment(DOUBLES, s, base + o, LE));
            b = b.add(DoubleVector.fromMemorySegment(DOUBLES, s, base + o + B, LE));
        }
        double sum = a.add(b).reduceLanes(VectorOperators.ADD);
        for (; o < bytes; o += 8) {
            sum += s.get(Pixels.F64, base + o);
        }
        return sum;
    }

    private static DoubleVector wide(MemorySegment s, long at) {
        return (DoubleVector)
                FloatVector.fromMemorySegment(HALF_FLOATS, s, at, LE).convertShape(VectorOperators.F2D, DOUBLES, 0);
    }

    private static IntVector load(MemorySegment s, long at, int flip) {
        return IntVector.fromMemorySegment(INTS, s, at, LE).lanewise(VectorOperators.XOR, flip);
    }

    /// The sum of unsigned lanes.
    private static long total(IntVector lanes) {
        return lanes.and(0xffff).reduceLanes(VectorOperators.ADD)
                + ((long) lanes.lanewise(VectorOperators.LSHR, 16).reduceLanes(VectorOperators.ADD) << 16);
    }
}
