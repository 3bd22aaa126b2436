package nbscope.compute.internal.sums;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import nbscope.compute.internal.store.HostChunks;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Pixels for tests of kernels, in memory like a stack's: every bit pattern of the integers, often the
/// extremes; floats of mixed size.
final class RandomPixels {
    private RandomPixels() {}

    static MemorySegment of(DType dtype, int pixels, Random random) {
        return of(dtype, pixels, random, true);
    }

    /// @param special with NaN and the infinities among the floats
    static MemorySegment of(DType dtype, int pixels, Random random, boolean special) {
        int size = dtype.bytes();
        var data = Arena.ofAuto().allocate((long) pixels * size + HostChunks.PADDING, 64);
        byte[] noise = new byte[(int) data.byteSize()];
        random.nextBytes(noise);
        data.copyFrom(MemorySegment.ofArray(noise));
        int kind = random.nextInt(4);
        for (int p = 0; p < pixels; p++) {
            if (!dtype.isInteger()) {
                double v = random.nextGaussian() * 100;
                if (special && kind == 0 && random.nextInt(50) == 0) {
                    v = new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}
                            [random.nextInt(3)];
                }
                if (dtype == DType.F32) {
                    data.set(Pixels.F32, 4L * p, (float) v);
                } else {
                    data.set(Pixels.F64, 8L * p, v);
                }
            } else if (kind == 1) {
                // All ones, or the sign bit alone: the largest unsigned and the smallest signed number.
                data.asSlice((long) p * size, size).fill((byte) (random.nextInt(9) == 0 ? 0 : 0xff));
            } else if (kind == 2) {
                data.asSlice((long) p * size, size).fill((byte) 0);
                data.set(java.lang.foreign.ValueLayout.JAVA_BYTE, (long) (p + 1) * size - 1, (byte) 0x80);
            }
        }
        return data;
    }
}
