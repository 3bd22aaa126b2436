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
            FourFloats.floats(s, first, first + pitch, first + 2 * pitch, first + 3 * pitch, plan, sums);
        } else {
            FourFloats.doubles(s, first, first + pitch, first + 2 * pitch, first + 3 * pitch, plan, sums);
        }
        for (int i = 0; i < TOGETHER; i++) {
            double sum = 0;
            for (int j = i * lanes; j < (i + 1) * lanes; j++) {
                sum += sums[j];
            }
            out[to + i] = sum;
        }
    }
}
