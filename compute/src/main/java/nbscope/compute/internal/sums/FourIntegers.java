package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Exact sums of integers over a plan's blocks, four patterns at a time, which share the masks.
///
/// A lane holds two pixels. One accumulator takes the lanes as they are, modulo 2^32 (2^16 for bytes, 2^64
/// for 32-bit pixels), the other one their high halves h. The first is then sum(l) + 2^16 sum(h), so that
/// sum(l + h) is the first minus 65535 times the second: exact while it fits the lane, with three
/// instructions for two pixels. Signed types are made unsigned by flipping the sign bit; the caller takes
/// the bias off.
///
/// See [FourSums].
final class FourIntegers {
    /// Blocks of one call, so that no lane overflows: 8192 lanes of two pixels of 65535 stay below 2^31, 128
    /// lanes of two pixels of 255 below 2^16.
    static final int SHORT_BLOCKS = 8192 / Lanes.STEPS;

    static final int BYTE_BLOCKS = 128 / Lanes.STEPS;

    private static final int WORDS = Lanes.INTS.length();
    private static final int SHORTS = Lanes.SHORTS.length();
    private static final int LONGS = Lanes.LONGS.length();

    private FourIntegers() {}

    /// Sums of patterns that start at these bytes over the blocks `[start, end)` of the plan.
    ///
    /// @param sums four times the lanes of the first accumulator, then four times those of the second
    // hot loop
    static void shorts(
            MemorySegment s, long p0, long p1, long p2, long p3, Plan plan, int start, int end, int flip, int[] sums) {
        int[] blocks = plan.blocks();
        int[] mask = plan.mask();
        IntVector sign = IntVector.broadcast(Lanes.INTS, flip);
        IntVector a0 = IntVector.zero(Lanes.INTS);
        IntVector a1 = a0;
        IntVector a2 = a0;
        IntVector a3 = a0;
        IntVector h0 = a0;
        IntVector h1 = a0;
        IntVector h2 = a0;
        IntVector h3 = a0;
        for (int k = start; k < end; k++) {
            long b = (long) blocks[k] * Plan.BLOCK_BYTES;
            for (int j = 0; j < Lanes.STEPS; j++) {
                long at = b + (long) j * Lanes.BYTES;
                IntVector m = IntVector.fromArray(Lanes.INTS, mask, k * Plan.BLOCK_WORDS + j * WORDS);
                IntVector x0 = masked(s, p0 + at, sign, m);
                IntVector x1 = masked(s, p1 + at, sign, m);
                IntVector x2 = masked(s, p2 + at, sign, m);
                IntVector x3 = masked(s, p3 + at, sign, m);
                a0 = a0.add(x0);
                a1 = a1.add(x1);
                a2 = a2.add(x2);
                a3 = a3.add(x3);
                h0 = h0.add(x0.lanewise(VectorOperators.LSHR, 16));
                h1 = h1.add(x1.lanewise(VectorOperators.LSHR, 16));
                h2 = h2.add(x2.lanewise(VectorOperators.LSHR, 16));
                h3 = h3.add(x3.lanewise(VectorOperators.LSHR, 16));
            }
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, WORDS);
        a2.intoArray(sums, 2 * WORDS);
        a3.intoArray(sums, 3 * WORDS);
        h0.intoArray(sums, 4 * WORDS);
        h1.intoArray(sums, 5 * WORDS);
        h2.intoArray(sums, 6 * WORDS);
        h3.intoArray(sums, 7 * WORDS);
    }

    // hot loop
    static void bytes(
            MemorySegment s,
            long p0,
            long p1,
            long p2,
            long p3,
            Plan plan,
            int start,
            int end,
            int flip,
            short[] sums) {
        int[] blocks = plan.blocks();
        int[] mask = plan.mask();
        IntVector sign = IntVector.broadcast(Lanes.INTS, flip);
        ShortVector a0 = ShortVector.zero(Lanes.SHORTS);
        ShortVector a1 = a0;
        ShortVector a2 = a0;
        ShortVector a3 = a0;
        ShortVector h0 = a0;
        ShortVector h1 = a0;
        ShortVector h2 = a0;
        ShortVector h3 = a0;
        for (int k = start; k < end; k++) {
            long b = (long) blocks[k] * Plan.BLOCK_BYTES;
            for (int j = 0; j < Lanes.STEPS; j++) {
                long at = b + (long) j * Lanes.BYTES;
                IntVector m = IntVector.fromArray(Lanes.INTS, mask, k * Plan.BLOCK_WORDS + j * WORDS);
                ShortVector x0 = masked(s, p0 + at, sign, m).reinterpretAsShorts();
                ShortVector x1 = masked(s, p1 + at, sign, m).reinterpretAsShorts();
                ShortVector x2 = masked(s, p2 + at, sign, m).reinterpretAsShorts();
                ShortVector x3 = masked(s, p3 + at, sign, m).reinterpretAsShorts();
                a0 = a0.add(x0);
                a1 = a1.add(x1);
                a2 = a2.add(x2);
                a3 = a3.add(x3);
                h0 = h0.add(x0.lanewise(VectorOperators.LSHR, 8));
                h1 = h1.add(x1.lanewise(VectorOperators.LSHR, 8));
                h2 = h2.add(x2.lanewise(VectorOperators.LSHR, 8));
                h3 = h3.add(x3.lanewise(VectorOperators.LSHR, 8));
            }
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, SHORTS);
        a2.intoArray(sums, 2 * SHORTS);
        a3.intoArray(sums, 3 * SHORTS);
        h0.intoArray(sums, 4 * SHORTS);
        h1.intoArray(sums, 5 * SHORTS);
        h2.intoArray(sums, 6 * SHORTS);
        h3.intoArray(sums, 7 * SHORTS);
    }

    // hot loop
    static void ints(
            MemorySegment s, long p0, long p1, long p2, long p3, Plan plan, int start, int end, int flip, long[] sums) {
        int[] blocks = plan.blocks();
        int[] mask = plan.mask();
        IntVector sign = IntVector.broadcast(Lanes.INTS, flip);
        LongVector a0 = LongVector.zero(Lanes.LONGS);
        LongVector a1 = a0;
        LongVector a2 = a0;
        LongVector a3 = a0;
        LongVector h0 = a0;
        LongVector h1 = a0;
        LongVector h2 = a0;
        LongVector h3 = a0;
        for (int k = start; k < end; k++) {
            long b = (long) blocks[k] * Plan.BLOCK_BYTES;
            for (int j = 0; j < Lanes.STEPS; j++) {
                long at = b + (long) j * Lanes.BYTES;
                IntVector m = IntVector.fromArray(Lanes.INTS, mask, k * Plan.BLOCK_WORDS + j * WORDS);
                LongVector x0 = masked(s, p0 + at, sign, m).reinterpretAsLongs();
                LongVector x1 = masked(s, p1 + at, sign, m).reinterpretAsLongs();
                LongVector x2 = masked(s, p2 + at, sign, m).reinterpretAsLongs();
                LongVector x3 = masked(s, p3 + at, sign, m).reinterpretAsLongs();
                a0 = a0.add(x0);
                a1 = a1.add(x1);
                a2 = a2.add(x2);
                a3 = a3.add(x3);
                h0 = h0.add(x0.lanewise(VectorOperators.LSHR, 32));
                h1 = h1.add(x1.lanewise(VectorOperators.LSHR, 32));
                h2 = h2.add(x2.lanewise(VectorOperators.LSHR, 32));
                h3 = h3.add(x3.lanewise(VectorOperators.LSHR, 32));
            }
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, LONGS);
        a2.intoArray(sums, 2 * LONGS);
        a3.intoArray(sums, 3 * LONGS);
        h0.intoArray(sums, 4 * LONGS);
        h1.intoArray(sums, 5 * LONGS);
        h2.intoArray(sums, 6 * LONGS);
        h3.intoArray(sums, 7 * LONGS);
    }

    private static IntVector masked(MemorySegment s, long at, IntVector sign, IntVector mask) {
        return Lanes.ints(s, at).lanewise(VectorOperators.XOR, sign).and(mask);
    }

    /// Adds the sums of pattern `i` of the four.
    static long sum(int[] sums, int i) {
        long sum = 0;
        for (int j = i * WORDS; j < (i + 1) * WORDS; j++) {
            sum += sums[j] - 65535 * sums[4 * WORDS + j] & 0xffff_ffffL;
        }
        return sum;
    }

    static long sum(short[] sums, int i) {
        long sum = 0;
        for (int j = i * SHORTS; j < (i + 1) * SHORTS; j++) {
            sum += sums[j] - 255 * sums[4 * SHORTS + j] & 0xffff;
        }
        return sum;
    }

    static long sum(long[] sums, int i) {
        long sum = 0;
        for (int j = i * LONGS; j < (i + 1) * LONGS; j++) {
            sum += sums[j] - 0xffff_ffffL * sums[4 * LONGS + j];
        }
        return sum;
    }
}
