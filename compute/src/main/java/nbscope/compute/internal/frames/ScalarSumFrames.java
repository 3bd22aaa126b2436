package nbscope.compute.internal.frames;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Plain loops: the oracle of the vector ones. Pixels pass through a Java array, which is fast long before
/// the JIT's last stage.
final class ScalarSumFrames implements SumFrames {
    @Override
    public void ints(DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, int[] acc, int accFrom) {
        int mask = t.isUnsigned() ? (1 << 8 * t.bytes()) - 1 : -1;
        if (t.bytes() == 1) {
            byte[] frame = new byte[pixels];
            for (int f = from; f < to; f++) {
                MemorySegment.copy(s, ValueLayout.JAVA_BYTE, offsets[f], frame, 0, pixels);
                add(frame, mask, acc, accFrom);
            }
        } else {
            short[] frame = new short[pixels];
            for (int f = from; f < to; f++) {
                MemorySegment.copy(s, Pixels.I16, offsets[f], frame, 0, pixels);
                add(frame, mask, acc, accFrom);
            }
        }
    }

    private static void add(byte[] frame, int mask, int[] acc, int accFrom) {
        for (int i = 0; i < frame.length; i++) {
            acc[accFrom + i] += frame[i] & mask;
        }
    }

    private static void add(short[] frame, int mask, int[] acc, int accFrom) {
        for (int i = 0; i < frame.length; i++) {
            acc[accFrom + i] += frame[i] & mask;
        }
    }

    @Override
    public void longs(DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, long[] acc, int accFrom) {
        long mask = t.isUnsigned() ? 0xffff_ffffL : -1L;
        int[] frame = new int[pixels];
        for (int f = from; f < to; f++) {
            MemorySegment.copy(s, Pixels.I32, offsets[f], frame, 0, pixels);
            for (int i = 0; i < frame.length; i++) {
                acc[accFrom + i] += frame[i] & mask;
            }
        }
    }

    @Override
    public void doubles(
            DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, double[] acc, int accFrom) {
        double[] frame = new double[pixels];
        for (int f = from; f < to; f++) {
            Pixels.toDoubles(t, s, offsets[f], frame, 0, pixels);
            for (int i = 0; i < frame.length; i++) {
                acc[accFrom + i] += frame[i];
            }
        }
    }
}
