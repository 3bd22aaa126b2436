package nbscope.compute.internal.index;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// As [ScalarSpans] by the Vector API: planes are read once, from where they lie.
final class VectorSpans implements SpanKernel {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    /// Never more than the 64-byte line that a plane is a multiple of.
    private static final VectorShape SHAPE = IntVector.SPECIES_PREFERRED.vectorBitSize() > 512
            ? VectorShape.S_512_BIT
            : IntVector.SPECIES_PREFERRED.vectorShape();

    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SHAPE);
    private static final int L = INTS.length();

    static int bits() {
        return INTS.vectorBitSize();
    }

    @Override
    public void shorts(MemorySegment planes, long[] ends, int n, long[] out, int outFrom) {
        int words = Tiles.lines(n) / 2;
        int[] even = new int[words];
        int[] odd = new int[words];
        int k = 0;
        for (; k + 4 <= ends.length && ends[k + 1] >= 0 && ends[k + 3] >= 0; k += 4) {
            twoPairs(planes, ends[k], ends[k + 1], ends[k + 2], ends[k + 3], even, odd);
        }
        for (; k < ends.length; k += 2) {
            if (ends[k + 1] < 0) {
                one(planes, ends[k], even, odd);
            } else {
                pair(planes, ends[k], ends[k + 1], even, odd);
            }
        }
        for (int i = 0; i < n; i++) {
            out[outFrom + i] = ((i & 1) == 0 ? even[i >> 1] : odd[i >> 1]) & 0xffff_ffffL;
        }
    }

    private static IntVector load(MemorySegment planes, long at) {
        return IntVector.fromMemorySegment(INTS, planes, at, LE);
    }

    // hot loop
    private static void one(MemorySegment planes, long high, int[] even, int[] odd) {
        for (int i = 0; i < even.length; i += L) {
            IntVector d = load(planes, high + 4L * i);
            IntVector.fromArray(INTS, even, i).add(d.and(0xffff)).intoArray(even, i);
            IntVector.fromArray(INTS, odd, i)
                    .add(d.lanewise(VectorOperators.LSHR, 16))
                    .intoArray(odd, i);
        }
    }

    /// A row's prefix never falls, so two u16 are subtracted as one word. // hot loop
    private static void pair(MemorySegment planes, long high, long low, int[] even, int[] odd) {
        for (int i = 0; i < even.length; i += L) {
            IntVector d = load(planes, high + 4L * i).sub(load(planes, low + 4L * i));
            IntVector.fromArray(INTS, even, i).add(d.and(0xffff)).intoArray(even, i);
            IntVector.fromArray(INTS, odd, i)
                    .add(d.lanewise(VectorOperators.LSHR, 16))
                    .intoArray(odd, i);
        }
    }

    /// Half the traffic of the sums. // hot loop
    private static void twoPairs(
            MemorySegment planes, long high, long low, long high2, long low2, int[] even, int[] odd) {
        for (int i = 0; i < even.length; i += L) {
            IntVector d = load(planes, high + 4L * i).sub(load(planes, low + 4L * i));
            IntVector e = load(planes, high2 + 4L * i).sub(load(planes, low2 + 4L * i));
            IntVector.fromArray(INTS, even, i)
                    .add(d.and(0xffff).add(e.and(0xffff)))
                    .intoArray(even, i);
            IntVector.fromArray(INTS, odd, i)
                    .add(d.lanewise(VectorOperators.LSHR, 16).add(e.lanewise(VectorOperators.LSHR, 16)))
                    .intoArray(odd, i);
        }
    }

    @Override
    public void ints(MemorySegment planes, long[] ends, boolean unsigned, int n, long[] out, int outFrom) {
        long[] sum = new long[Tiles.lines(n)];
        for (int k = 0; k < ends.length; k += 2) {
            if (unsigned) {
                unsignedPair(planes, ends[k], ends[k + 1], sum);
            } else {
                signedPair(planes, ends[k], ends[k + 1], sum);
            }
        }
        System.arraycopy(sum, 0, out, outFrom, n);
    }

    // hot loop
    private static void unsignedPair(MemorySegment planes, long high, long low, long[] sum) {
        for (int i = 0; i < sum.length; i += L) {
            IntVector d = difference(planes, high + 4L * i, low < 0 ? -1 : low + 4L * i);
            LongVector.fromArray(LONGS, sum, i)
                    .add(d.convertShape(VectorOperators.ZERO_EXTEND_I2L, LONGS, 0))
                    .intoArray(sum, i);
            LongVector.fromArray(LONGS, sum, i + L / 2)
                    .add(d.convertShape(VectorOperators.ZERO_EXTEND_I2L, LONGS, 1))
                    .intoArray(sum, i + L / 2);
        }
    }

    // hot loop
    private static void signedPair(MemorySegment planes, long high, long low, long[] sum) {
        for (int i = 0; i < sum.length; i += L) {
            IntVector d = difference(planes, high + 4L * i, low < 0 ? -1 : low + 4L * i);
            LongVector.fromArray(LONGS, sum, i)
                    .add(d.convertShape(VectorOperators.I2L, LONGS, 0))
                    .intoArray(sum, i);
            LongVector.fromArray(LONGS, sum, i + L / 2)
                    .add(d.convertShape(VectorOperators.I2L, LONGS, 1))
                    .intoArray(sum, i + L / 2);
        }
    }

    private static IntVector difference(MemorySegment planes, long high, long low) {
        IntVector h = load(planes, high);
        return low < 0 ? h : h.sub(load(planes, low));
    }
}
