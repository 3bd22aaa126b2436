package nbscope.compute.internal.frames;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Plain loops: the oracle of the vector ones.
final class ScalarSquareFrames implements SquareFrames {
    @Override
    public void add(
            DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, int[] acc, int accFrom, int plane) {
        int mask = t.isUnsigned() ? (1 << 8 * t.bytes()) - 1 : -1;
        byte[] bytes = new byte[t.bytes() == 1 ? pixels : 0];
        short[] shorts = new short[t.bytes() == 1 ? 0 : pixels];
        for (int f = from; f < to; f++) {
            if (t.bytes() == 1) {
                MemorySegment.copy(s, ValueLayout.JAVA_BYTE, offsets[f], bytes, 0, pixels);
                for (int i = 0; i < pixels; i++) {
                    add(bytes[i] & mask, acc, accFrom + i, plane);
                }
            } else {
                MemorySegment.copy(s, Pixels.I16, offsets[f], shorts, 0, pixels);
                for (int i = 0; i < pixels; i++) {
                    add(shorts[i] & mask, acc, accFrom + i, plane);
                }
            }
        }
    }

    private static void add(int v, int[] acc, int at, int plane) {
        int square = v * v;
        acc[at] += v;
        acc[at + plane] += square & 0xffff;
        acc[at + 2 * plane] += square >>> 16;
    }
}
