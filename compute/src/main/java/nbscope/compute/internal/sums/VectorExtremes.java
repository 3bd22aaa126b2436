package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import nbscope.io.DType;

/// Smallest and largest values by vectors. Unsigned numbers are ordered as signed ones once their sign bit
/// is flipped. A comparison with NaN is false, which skips it.
final class VectorExtremes {
    /// Bytes of one step.
    static final int STEP = 2 * Lanes.BYTES;

    private VectorExtremes() {}

    /// @param bytes a multiple of [#STEP]
    static Extremes of(DType dtype, MemorySegment s, long from, long bytes) {
        long end = from + bytes;
        return switch (dtype) {
            case U8 -> shift(bytes(s, from, end, 0x8080_8080), 128);
            case I8 -> bytes(s, from, end, 0);
            case U16 -> shift(shorts(s, from, end, 0x8000_8000), 32768);
            case I16 -> shorts(s, from, end, 0);
            case U32 -> shift(ints(s, from, end, Integer.MIN_VALUE), 0x1p31);
            case I32 -> ints(s, from, end, 0);
            case F32 -> floats(s, from, end);
            case F64 -> doubles(s, from, end);
            case U64, I64, F16, C64, C128, RAW ->
                throw new IllegalArgumentException(dtype + " is no pixel type of a stack");
        };
    }

    private static Extremes shift(Extremes e, double by) {
        return new Extremes(e.min() + by, e.max() + by);
    }

    // hot loop
    private static Extremes bytes(MemorySegment s, long from, long end, int flip) {
        IntVector sign = IntVector.broadcast(Lanes.INTS, flip);
        ByteVector min0 = ByteVector.broadcast(Lanes.BYTE_LANES, Byte.MAX_VALUE);
        ByteVector min1 = min0;
        ByteVector max0 = ByteVector.broadcast(Lanes.BYTE_LANES, Byte.MIN_VALUE);
        ByteVector max1 = max0;
        for (long at = from; at < end; at += STEP) {
            ByteVector x0 =
                    Lanes.ints(s, at).lanewise(VectorOperators.XOR, sign).reinterpretAsBytes();
            ByteVector x1 = Lanes.ints(s, at + Lanes.BYTES)
                    .lanewise(VectorOperators.XOR, sign)
                    .reinterpretAsBytes();
            min0 = min0.min(x0);
            max0 = max0.max(x0);
            min1 = min1.min(x1);
            max1 = max1.max(x1);
        }
        byte[] lanes = new byte[2 * Lanes.BYTE_LANES.length()];
        min0.min(min1).intoArray(lanes, 0);
        max0.max(max1).intoArray(lanes, Lanes.BYTE_LANES.length());
        return ScalarExtremes.bytes(lanes, lanes.length, -1);
    }

    // hot loop
    private static Extremes shorts(MemorySegment s, long from, long end, int flip) {
        IntVector sign = IntVector.broadcast(Lanes.INTS, flip);
        ShortVector min0 = ShortVector.broadcast(Lanes.SHORTS, Short.MAX_VALUE);
        ShortVector min1 = min0;
        ShortVector max0 = ShortVector.broadcast(Lanes.SHORTS, Short.MIN_VALUE);
        ShortVector max1 = max0;
        for (long at = from; at < end; at += STEP) {
            ShortVector x0 =
                    Lanes.ints(s, at).lanewise(VectorOperators.XOR, sign).reinterpretAsShorts();
            ShortVector x1 = Lanes.ints(s, at + Lanes.BYTES)
                    .lanewise(VectorOperators.XOR, sign)
                    .reinterpretAsShorts();
            min0 = min0.min(x0);
            max0 = max0.max(x0);
            min1 = min1.min(x1);
            max1 = max1.max(x1);
        }
        short[] lanes = new short[2 * Lanes.SHORTS.length()];
        min0.min(min1).intoArray(lanes, 0);
        max0.max(max1).intoArray(lanes, Lanes.SHORTS.length());
        return ScalarExtremes.shorts(lanes, lanes.length, -1);
    }

    // hot loop
    private static Extremes ints(MemorySegment s, long from, long end, int flip) {
        IntVector sign = IntVector.broadcast(Lanes.INTS, flip);
        IntVector min0 = IntVector.broadcast(Lanes.INTS, Integer.MAX_VALUE);
        IntVector min1 = min0;
        IntVector max0 = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);
        IntVector max1 = max0;
        for (long at = from; at < end; at += STEP) {
            IntVector x0 = Lanes.ints(s, at).lanewise(VectorOperators.XOR, sign);
            IntVector x1 = Lanes.ints(s, at + Lanes.BYTES).lanewise(VectorOperators.XOR, sign);
            min0 = min0.min(x0);
            max0 = max0.max(x0);
            min1 = min1.min(x1);
            max1 = max1.max(x1);
        }
        int[] lanes = new int[2 * Lanes.INTS.length()];
        min0.min(min1).intoArray(lanes, 0);
        max0.max(max1).intoArray(lanes, Lanes.INTS.length());
        return ScalarExtremes.ints(lanes, lanes.length, 0);
    }

    // hot loop
    private static Extremes floats(MemorySegment s, long from, long end) {
        FloatVector min0 = FloatVector.broadcast(Lanes.FLOATS, Float.POSITIVE_INFINITY);
        FloatVector min1 = min0;
        FloatVector max0 = FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY);
        FloatVector max1 = max0;
        for (long at = from; at < end; at += STEP) {
            FloatVector x0 = FloatVector.fromMemorySegment(Lanes.FLOATS, s, at, Lanes.LE);
            FloatVector x1 = FloatVector.fromMemorySegment(Lanes.FLOATS, s, at + Lanes.BYTES, Lanes.LE);
            min0 = min0.blend(x0, x0.compare(VectorOperators.LT, min0));
            max0 = max0.blend(x0, x0.compare(VectorOperators.GT, max0));
            min1 = min1.blend(x1, x1.compare(VectorOperators.LT, min1));
            max1 = max1.blend(x1, x1.compare(VectorOperators.GT, max1));
        }
        float[] mins = new float[2 * Lanes.FLOATS.length()];
        float[] maxs = new float[2 * Lanes.FLOATS.length()];
        min0.intoArray(mins, 0);
        min1.intoArray(mins, Lanes.FLOATS.length());
        max0.intoArray(maxs, 0);
        max1.intoArray(maxs, Lanes.FLOATS.length());
        // Apart: a lane that saw NaN alone still has the infinities that it began with.
        return new Extremes(
                ScalarExtremes.floats(mins, mins.length).min(),
                ScalarExtremes.floats(maxs, maxs.length).max());
    }

    // hot loop
    private static Extremes doubles(MemorySegment s, long from, long end) {
        DoubleVector min0 = DoubleVector.broadcast(Lanes.DOUBLES, Double.POSITIVE_INFINITY);
        DoubleVector min1 = min0;
        DoubleVector max0 = DoubleVector.broadcast(Lanes.DOUBLES, Double.NEGATIVE_INFINITY);
        DoubleVector max1 = max0;
        for (long at = from; at < end; at += STEP) {
            DoubleVector x0 = DoubleVector.fromMemorySegment(Lanes.DOUBLES, s, at, Lanes.LE);
            DoubleVector x1 = DoubleVector.fromMemorySegment(Lanes.DOUBLES, s, at + Lanes.BYTES, Lanes.LE);
            min0 = min0.blend(x0, x0.compare(VectorOperators.LT, min0));
            max0 = max0.blend(x0, x0.compare(VectorOperators.GT, max0));
            min1 = min1.blend(x1, x1.compare(VectorOperators.LT, min1));
            max1 = max1.blend(x1, x1.compare(VectorOperators.GT, max1));
        }
        double[] mins = new double[2 * Lanes.DOUBLES.length()];
        double[] maxs = new double[2 * Lanes.DOUBLES.length()];
        min0.intoArray(mins, 0);
        min1.intoArray(mins, Lanes.DOUBLES.length());
        max0.intoArray(maxs, 0);
        max1.intoArray(maxs, Lanes.DOUBLES.length());
        // Apart: a lane that saw NaN alone still has the infinities that it began with.
        return new Extremes(
                ScalarExtremes.doubles(mins, mins.length).min(),
                ScalarExtremes.doubles(maxs, maxs.length).max());
    }
}
