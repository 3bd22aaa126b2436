package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// Sums over a plan's blocks, four patterns at a time: four streams from memory, one of masks from the
/// cache. Worth it where many blocks are listed; few are found sooner one pattern after another.
///
/// The accumulators leave the vector loops through arrays and are added up here. A method that ends with sums
/// across the lanes of eight vectors has more nodes than the JIT inlines, and one vector that is then passed
/// on in a box is boxed anew in every round of the loop, at a quarter of the speed.
final class FourSums {
    static final int TOGETHER = 4;

    /// Of all blocks, one in so many must be listed.
    private static final int ONE_IN = 8;

    private FourSums() {}

    static boolean suits(Plan plan, int patternBytes) {
        return ONE_IN * plan.bytesTouched() >= patternBytes;
    }

    /// Puts the sums of four patterns at `out[to]` and behind. Signed pixels count with their sign bit
    /// flipped.
    static void integers(DType dtype, MemorySegment s, long first, int pitch, Plan plan, long[] out, int to) {
        for (int i = to; i < to + TOGETHER; i++) {
            out[i] = 0;
        }
        switch (dtype) {
            case U8 -> bytes(s, first, pitch, plan, 0, out, to);
            case I8 -> bytes(s, first, pitch, plan, 0x8080_8080, out, to);
            case U16 -> shorts(s, first, pitch, plan, 0, out, to);
            case I16 -> shorts(s, first, pitch, plan, 0x8000_8000, out, to);
            case U32 -> ints(s, first, pitch, plan, 0, out, to);
            case I32 -> ints(s, first, pitch, plan, 0x8000_0000, out, to);
            case U64, I64, F32, F64, F16, C64, C128, RAW ->
                throw new IllegalArgumentException(dtype + " has no exact integer sums");
        }
    }

    private static void bytes(MemorySegment s, long first, long pitch, Plan plan, int flip, long[] out, int to) {
        short[] sums = new short[2 * TOGETHER * Lanes.SHORTS.length()];
        int blocks = plan.blocks().length;
        for (int start = 0; start < blocks; start += FourIntegers.BYTE_BLOCKS) {
            int end = Math.min(blocks, start + FourIntegers.BYTE_BLOCKS);
            FourIntegers.bytes(
                    s, first, first + pitch, first + 2 * pitch, first + 3 * pitch, plan, start, end, flip, sums);
            for (int i = 0; i < TOGETHER; i++) {
                out[to + i] += FourIntegers.sum(sums, i);
            }
        }
    }

    private static void shorts(MemorySegment s, long first, long pitch, Plan plan, int flip, long[] out, int to) {
        int[] sums = new int[2 * TOGETHER * Lanes.INTS.length()];
        int blocks = plan.blocks().length;
        for (int start = 0; start < blocks; start += FourIntegers.SHORT_BLOCKS) {
            int end = Math.min(blocks, start + FourIntegers.SHORT_BLOCKS);
            FourIntegers.shorts(
                    s, first, first + pitch, first + 2 * pitch, first + 3 * pitch, plan, start, end, flip, sums);
            for (int i = 0; i < TOGETHER; i++) {
                out[to + i] += FourIntegers.sum(sums, i);
            }
        }
    }

    private static void ints(MemorySegment s, long first, long pitch, Plan plan, int flip, long[] out, int to) {
        long[] sums = new long[2 * TOGETHER * Lanes.LONGS.length()];
        int blocks = plan.blocks().length;
        FourIntegers.ints(s, first, first + pitch, first + 2 * pitch, first + 3 * pitch, plan, 0, blocks, flip, sums);
        for (int i = 0; i < TOGETHER; i++) {
            out[to + i] += FourIntegers.sum(sums, i);
        }
    }

    /// As above for F32 and F64.
    static void floats(DType dtype, MemorySegment s, long first, long pitch, Plan plan, double[] out, int to) {
        int lanes = Lanes.DOUBLES.length();
        double[] sums = new double[TOGETHER * lanes];
        if (dtype == DType.F32) {
            int[] blocks = plan.blocks();
            long p2 = first + 2 * pitch;
            long p3 = first + 3 * pitch;
            FourFloats.floats(s, first, first + pitch, p2, p3, blocks, plan.mask(), 0, blocks.length, sums, 0);
        } else {
            FourFloats.doubles(s, first, first + pitch, first + 2 * pitch, first + 3 * pitch, plan, sums);
        }
        for (int i = 0; i < TOGETHER; i++) {
            out[to + i] = fold(sums, i);
        }
    }

    /// Sums of four patterns of F32 over each plan of a bundle, in one pass: that of the `i`th over the `m`th at
    /// `out[to + i * plans + m]`.
    static void floats(MemorySegment s, long first, long pitch, Bundle bundle, double[] out, int to) {
        int plans = bundle.plans().size();
        int lanes = TOGETHER * Lanes.DOUBLES.length();
        double[] sums = new double[plans * lanes];
        int[] runs = bundle.runs();
        int[] blocks = bundle.blocks();
        long p1 = first + pitch;
        long p2 = first + 2 * pitch;
        long p3 = first + 3 * pitch;
        for (int r = 0, from = 0; r < runs.length; r += 2) {
            FourFloats.floats(s, first, p1, p2, p3, blocks, bundle.mask(), from, runs[r + 1], sums, runs[r] * lanes);
            from = runs[r + 1];
        }
        for (int i = 0; i < TOGETHER; i++) {
            for (int m = 0; m < plans; m++) {
                out[to + i * plans + m] = fold(sums, m * TOGETHER + i);
            }
        }
    }

    private static double fold(double[] sums, int vector) {
        int lanes = Lanes.DOUBLES.length();
        double sum = 0;
        for (int j = vector * lanes; j < (vector + 1) * lanes; j++) {
            sum += sums[j];
        }
        return sum;
    }
}
