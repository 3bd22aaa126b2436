package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// Sums of floats over a plan's blocks in float64 lanes, four patterns at a time, which share the masks. See
/// [FourSums].
final class FourFloats {
    private static final int HALF_WORDS = Lanes.HALF_INTS.length();
    private static final int WORDS = Lanes.INTS.length();
    private static final int HALF_BYTES = Lanes.BYTES / 2;
    private static final int HALF_STEPS = 2 * Lanes.STEPS;

    private static final int LANES = Lanes.DOUBLES.length();

    private FourFloats() {}

    /// Adds the pixels of listed blocks of the patterns that start at these bytes. With four loads from
    /// memory in a round, not eight: the JIT stops inlining after so many nodes, and what it leaves out boxes
    /// a vector in every round.
    ///
    /// @param blocks numbers of blocks
    /// @param mask   16 words for each
    /// @param from   the first of them that counts
    /// @param to     one past the last
    /// @param sums   the lanes of the four from place `at` on, to be folded; added to
    // hot loop
    static void floats(
            MemorySegment s,
            long p0,
            long p1,
            long p2,
            long p3,
            int[] blocks,
            int[] mask,
            int from,
            int to,
            double[] sums,
            int at) {
        DoubleVector a0 = DoubleVector.fromArray(Lanes.DOUBLES, sums, at);
        DoubleVector a1 = DoubleVector.fromArray(Lanes.DOUBLES, sums, at + LANES);
        DoubleVector a2 = DoubleVector.fromArray(Lanes.DOUBLES, sums, at + 2 * LANES);
        DoubleVector a3 = DoubleVector.fromArray(Lanes.DOUBLES, sums, at + 3 * LANES);
        for (int k = from; k < to; k++) {
            long b = (long) blocks[k] * Plan.BLOCK_BYTES;
            for (int j = 0; j < HALF_STEPS; j++) {
                long o = b + (long) j * HALF_BYTES;
                IntVector m = IntVector.fromArray(Lanes.HALF_INTS, mask, k * Plan.BLOCK_WORDS + j * HALF_WORDS);
                a0 = a0.add(masked(s, p0 + o, m));
                a1 = a1.add(masked(s, p1 + o, m));
                a2 = a2.add(masked(s, p2 + o, m));
                a3 = a3.add(masked(s, p3 + o, m));
            }
        }
        a0.intoArray(sums, at);
        a1.intoArray(sums, at + LANES);
        a2.intoArray(sums, at + 2 * LANES);
        a3.intoArray(sums, at + 3 * LANES);
    }

    private static DoubleVector masked(MemorySegment s, long at, IntVector mask) {
        FloatVector x = IntVector.fromMemorySegment(Lanes.HALF_INTS, s, at, Lanes.LE)
                .and(mask)
                .reinterpretAsFloats();
        return Lanes.widen(x);
    }

    // hot loop
    static void doubles(MemorySegment s, long p0, long p1, long p2, long p3, Plan plan, double[] sums) {
        int[] blocks = plan.blocks();
        int[] mask = plan.mask();
        DoubleVector a0 = DoubleVector.zero(Lanes.DOUBLES);
        DoubleVector a1 = a0;
        DoubleVector a2 = a0;
        DoubleVector a3 = a0;
        for (int k = 0; k < blocks.length; k++) {
            long b = (long) blocks[k] * Plan.BLOCK_BYTES;
            for (int j = 0; j < Lanes.STEPS; j++) {
                long at = b + (long) j * Lanes.BYTES;
                IntVector m = IntVector.fromArray(Lanes.INTS, mask, k * Plan.BLOCK_WORDS + j * WORDS);
                a0 = a0.add(Lanes.ints(s, p0 + at).and(m).reinterpretAsDoubles());
                a1 = a1.add(Lanes.ints(s, p1 + at).and(m).reinterpretAsDoubles());
                a2 = a2.add(Lanes.ints(s, p2 + at).and(m).reinterpretAsDoubles());
                a3 = a3.add(Lanes.ints(s, p3 + at).and(m).reinterpretAsDoubles());
            }
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, LANES);
        a2.intoArray(sums, 2 * LANES);
        a3.intoArray(sums, 3 * LANES);
    }
}
