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

/// The Vector API kernel. Never touched by a JVM that runs without module jdk.incubator.vector.
///
/// Small integers are added without widening instructions: a 32-bit lane holds two u16 (or four u8), of
/// which the masked low part and the shifted high part are added into 32-bit lanes. Signed types are first
/// made unsigned by flipping the sign bit, and the bias comes off at the end. 32-bit types do the same in
/// 64-bit lanes.
///
/// Whole patterns take [VectorWhole], groups of four [FourSums]; what is left over, and plans of few blocks, go
/// one pattern after another.
public final class VectorSums implements SumKernel {
    private static final ByteOrder LE = Lanes.LE;

    private static final VectorSpecies<Integer> INTS = Lanes.INTS;
    private static final VectorSpecies<Integer> HALF_INTS = Lanes.HALF_INTS;
    private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
    private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
    private static final int L = INTS.length();
    private static final int B = Lanes.BYTES;
    private static final int STEPS = Lanes.STEPS;

    /// 1024 blocks of 32 pixels of 65535 stay below 2^31, so the sum across lanes fits an int.
    private static final int BLOCKS_PER_FLUSH = 1024;

    public static int bits() {
        return INTS.vectorBitSize();
    }

    @Override
    public void sum(Patterns patterns, Plan plan, long[] out, int outFrom) {
        var dtype = patterns.dtype();
        var chunk = patterns.memory();
        int count = patterns.count();
        long bias = dtype.isUnsigned() ? 0 : (long) plan.count() << (8 * dtype.bytes() - 1);
        if (VectorWhole.suits(plan, dtype, patterns.bytes())) {
            for (int i = 0; i < count; i++) {
                long base = patterns.at(i);
                out[outFrom + i] = VectorWhole.integers(dtype, chunk, base, patterns.bytes()) - bias;
            }
            return;
        }
        if (count >= FourSums.TOGETHER && FourSums.suits(plan, patterns.bytes())) {
            int fours = count / FourSums.TOGETHER * FourSums.TOGETHER;
            for (int i = 0; i < fours; i += FourSums.TOGETHER) {
                long base = patterns.at(i);
                FourSums.integers(dtype, chunk, base, patterns.bytes(), plan, out, outFrom + i);
            }
            for (int i = outFrom; i < outFrom + fours; i++) {
                out[i] -= bias;
            }
            sum(patterns.after(fours), plan, out, outFrom + fours);
            return;
        }
        long[] longs = dtype.bytes() == 4 ? plan.longMask() : new long[0];
        if (VectorDense.suits(plan)) {
            for (int i = 0; i < count; i++) {
                long base = patterns.at(i);
                out[outFrom + i] = VectorDense.integers(dtype, chunk, base, plan.mask(), longs) - bias;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            long base = patterns.at(i);
            long sum = switch (dtype) {
                case U8 -> bytes(chunk, base, plan.blocks(), plan.mask(), 0);
                case I8 -> bytes(chunk, base, plan.blocks(), plan.mask(), 0x8080_8080);
                case U16 -> unsignedShorts(chunk, base, plan.blocks(), plan.mask());
                case I16 -> shorts(chunk, base, plan.blocks(), plan.mask(), 0x8000_8000);
                case U32 -> ints(chunk, base, plan.blocks(), longs, 0);
                case I32 -> ints(chunk, base, plan.blocks(), longs, 0x8000_0000_8000_0000L);
                case U64, I64, F32, F64, F16, C64, C128, RAW ->
                    throw new IllegalArgumentException(dtype + " has no exact integer sums");
            };
            out[outFrom + i] = sum - bias;
        }
    }

    @Override
    public void sum(Patterns patterns, Plan plan, double[] out, int outFrom) {
        var dtype = patterns.dtype();
        var chunk = patterns.memory();
        int count = patterns.count();
        if (VectorWhole.suits(plan, dtype, patterns.bytes())) {
            for (int i = 0; i < count; i++) {
                long base = patterns.at(i);
                out[outFrom + i] = dtype == DType.F32
                        ? VectorWhole.floats(chunk, base, patterns.bytes())
                        : VectorWhole.doubles(chunk, base, patterns.bytes());
            }
            return;
        }
        if (count >= FourSums.TOGETHER && FourSums.suits(plan, patterns.bytes())) {
            int fours = count / FourSums.TOGETHER * FourSums.TOGETHER;
            for (int i = 0; i < fours; i += FourSums.TOGETHER) {
                long base = patterns.at(i);
                FourSums.floats(dtype, chunk, base, patterns.bytes(), plan, out, outFrom + i);
            }
            sum(patterns.after(fours), plan, out, outFrom + fours);
            return;
        }
        long[] longs = dtype == DType.F64 ? plan.longMask() : new long[0];
        if (VectorDense.suits(plan)) {
            for (int i = 0; i < count; i++) {
                long base = patterns.at(i);
                out[outFrom + i] = dtype == DType.F32
                        ? VectorDense.floats(chunk, base, plan.mask())
                        : VectorDense.doubles(chunk, base, longs);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            long base = patterns.at(i);
            out[outFrom + i] = dtype == DType.F32
                    ? floats(chunk, base, plan.blocks(), plan.mask())
                    : doubles(chunk, base, plan.blocks(), longs);
        }
    }

    @Override
    public void sum(Patterns patterns, Bundle bundle, double[] out, int outFrom) {
        boolean together = patterns.dtype() == DType.F32
                && patterns.count() == FourSums.TOGETHER
                && bundle.plans().size() > 1;
        if (together) {
            FourSums.floats(patterns.memory(), patterns.at(0), patterns.bytes(), bundle, out, outFrom);
        } else {
            SumKernel.super.sum(patterns, bundle, out, outFrom);
        }
    }

    @Override
    public void weighted(Patterns patterns, WeightPlan plan, double[] out, int outFrom) {
        ScalarWeights.weighted(patterns, plan, out, outFrom);
    }

    /// As in [VectorDense]: the sum of a lane's two pixels is one accumulator minus 65,535 times the other.
    // hot loop
    private static long unsignedShorts(MemorySegment s, long base, int[] blocks, int[] mask) {
        long sum = 0;
        for (int start = 0; start < blocks.length; start += BLOCKS_PER_FLUSH) {
            int end = Math.min(blocks.length, start + BLOCKS_PER_FLUSH);
            IntVector a = IntVector.zero(INTS);
            IntVector b = IntVector.zero(INTS);
            for (int k = start; k < end; k++) {
                long at = base + (long) blocks[k] * Plan.BLOCK_BYTES;
                for (int j = 0; j < STEPS; j++) {
                    IntVector x = IntVector.fromMemorySegment(INTS, s, at + (long) j * B, LE)
                            .and(IntVector.fromArray(INTS, mask, k * Plan.BLOCK_WORDS + j * L));
                    a = a.add(x);
                    b = b.add(x.lanewise(VectorOperators.LSHR, 16));
                }
            }
            sum += a.sub(b.mul(0xffff)).reduceLanes(VectorOperators.ADD);
        }
        return sum;
    }

    // hot loop
    private static long shorts(MemorySegment s, long base, int[] blocks, int[] mask, int flip) {
        IntVector low = IntVector.broadcast(INTS, 0xffff);
        long sum = 0;
        for (int start = 0; start < blocks.length; start += BLOCKS_PER_FLUSH) {
            int end = Math.min(blocks.length, start + BLOCKS_PER_FLUSH);
            IntVector a = IntVector.zero(INTS);
            IntVector b = IntVector.zero(INTS);
            for (int k = start; k < end; k++) {
                long at = base + (long) blocks[k] * Plan.BLOCK_BYTES;
                for (int j = 0; j < STEPS; j++) {
                    IntVector x = IntVector.fromMemorySegment(INTS, s, at + (long) j * B, LE)
                            .lanewise(VectorOperators.XOR, flip)
                            .and(IntVector.fromArray(INTS, mask, k * Plan.BLOCK_WORDS + j * L));
                    a = a.add(x.and(low));
                    b = b.add(x.lanewise(VectorOperators.LSHR, 16));
                }
            }
            sum += a.add(b).reduceLanes(VectorOperators.ADD);
        }
        return sum;
    }

    // hot loop
    private static long bytes(MemorySegment s, long base, int[] blocks, int[] mask, int flip) {
        IntVector even = IntVector.broadcast(INTS, 0x00ff_00ff);
        IntVector low = IntVector.broadcast(INTS, 0xffff);
        long sum = 0;
        for (int start = 0; start < blocks.length; start += BLOCKS_PER_FLUSH) {
            int end = Math.min(blocks.length, start + BLOCKS_PER_FLUSH);
            IntVector a = IntVector.zero(INTS);
            IntVector b = IntVector.zero(INTS);
            for (int k = start; k < end; k++) {
                long at = base + (long) blocks[k] * Plan.BLOCK_BYTES;
                for (int j = 0; j < STEPS; j++) {
                    IntVector x = IntVector.fromMemorySegment(INTS, s, at + (long) j * B, LE)
                            .lanewise(VectorOperators.XOR, flip)
                            .and(IntVector.fromArray(INTS, mask, k * Plan.BLOCK_WORDS + j * L));
                    IntVector pairs =
                            x.and(even).add(x.lanewise(VectorOperators.LSHR, 8).and(even));
                    a = a.add(pairs.and(low));
                    b = b.add(pairs.lanewise(VectorOperators.LSHR, 16));
                }
            }
            sum += a.add(b).reduceLanes(VectorOperators.ADD);
        }
        return sum;
    }

    // hot loop
    private static long ints(MemorySegment s, long base, int[] blocks, long[] mask, long flip) {
        LongVector low = LongVector.broadcast(LONGS, 0xffff_ffffL);
        LongVector a = LongVector.zero(LONGS);
        LongVector b = LongVector.zero(LONGS);
        for (int k = 0; k < blocks.length; k++) {
            long at = base + (long) blocks[k] * Plan.BLOCK_BYTES;
            for (int j = 0; j < STEPS; j++) {
                LongVector x = LongVector.fromMemorySegment(LONGS, s, at + (long) j * B, LE)
                        .lanewise(VectorOperators.XOR, flip)
                        .and(LongVector.fromArray(LONGS, mask, k * Plan.BLOCK_WORDS / 2 + j * L / 2));
                a = a.add(x.and(low));
                b = b.add(x.lanewise(VectorOperators.LSHR, 32));
            }
        }
        return a.add(b).reduceLanes(VectorOperators.ADD);
    }

    // hot loop
    private static double floats(MemorySegment s, long base, int[] blocks, int[] mask) {
        DoubleVector a = DoubleVector.zero(DOUBLES);
        DoubleVector b = DoubleVector.zero(DOUBLES);
        for (int k = 0; k < blocks.length; k++) {
            long at = base + (long) blocks[k] * Plan.BLOCK_BYTES;
            for (int j = 0; j < 2 * STEPS; j += 2) {
                int word = k * Plan.BLOCK_WORDS + j * L / 2;
                a = a.add(wide(s, at + (long) j * B / 2, mask, word));
                b = b.add(wide(s, at + (long) (j + 1) * B / 2, mask, word + L / 2));
            }
        }
        return a.add(b).reduceLanes(VectorOperators.ADD);
    }

    /// Loads half a vector and widens it whole: widening the second part of a vector is three times slower.
    private static DoubleVector wide(MemorySegment s, long at, int[] mask, int word) {
        FloatVector x = IntVector.fromMemorySegment(HALF_INTS, s, at, LE)
                .and(IntVector.fromArray(HALF_INTS, mask, word))
                .reinterpretAsFloats();
        return (DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, 0);
    }

    // hot loop
    private static double doubles(MemorySegment s, long base, int[] blocks, long[] mask) {
        DoubleVector a = DoubleVector.zero(DOUBLES);
        for (int k = 0; k < blocks.length; k++) {
            long at = base + (long) blocks[k] * Plan.BLOCK_BYTES;
            for (int j = 0; j < STEPS; j++) {
                a = a.add(LongVector.fromMemorySegment(LONGS, s, at + (long) j * B, LE)
                        .and(LongVector.fromArray(LONGS, mask, k * Plan.BLOCK_WORDS / 2 + j * L / 2))
                        .reinterpretAsDoubles());
            }
        }
        return a.reduceLanes(VectorOperators.ADD);
    }
}
