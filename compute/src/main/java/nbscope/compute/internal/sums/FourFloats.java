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

    /// Sums of patterns that start at these bytes over the plan's pixels. With four loads from memory in a round, not
    /// eight: the JIT stops inlining after so many nodes, and what it leaves out boxes a vector in every round.
    ///
    /// @param sums the lanes of the four, to be folded
    // hot loop
    static void floats(MemorySegment s, long p0, long p1, long p2, long p3, Plan plan, double[] sums) {
        int[] blocks = plan.blocks();
        int[] mask = plan.mask();
        DoubleVector a0 = DoubleVector.zero(Lanes.DOUBLES);
        DoubleVector a1 = a0;
        DoubleVector a2 = a0;
        DoubleVector a3 = a0;
        for (int k = 0; k < blocks.length; k++) {
            long b = (long) blocks[k] * Plan.BLOCK_BYTES;
            for (int j = 0; j < HALF_STEPS; j++) {
                long at = b + (long) j * HALF_BYTES;
                IntVector m = IntVector.fromArray(Lanes.HALF_INTS, mask, k * Plan.BLOCK_WORDS + j * HALF_WORDS);
                a0 = a0.add(masked(s, p0 + at, m));
                a1 = a1.add(masked(s, p1 + at, m));
                a2 = a2.add(masked(s, p2 + at, m));
                a3 = a3.add(masked(s, p3 + at, m));
            }
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, LANES);
        a2.intoArray(sums, 2 * LANES);
        a3.intoArray(sums, 3 * LANES);
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
