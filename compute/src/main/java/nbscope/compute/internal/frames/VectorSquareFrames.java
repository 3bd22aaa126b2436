package nbscope.compute.internal.frames;

import static nbscope.compute.internal.frames.Lanes.INTS;
import static nbscope.compute.internal.frames.Lanes.L;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import nbscope.io.DType;

/// Two frames at a time, so that the sums so far are read and written once for two pixels.
final class VectorSquareFrames implements SquareFrames {
    private static final int STRIP = 4096;

    private final ScalarSquareFrames scalar = new ScalarSquareFrames();

    @Override
    public void add(
            DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, int[] acc, int accFrom, int plane) {
        int whole = pixels / L * L;
        if (whole < pixels || (t.bytes() == 1 && !Lanes.wide())) {
            // Odd sizes are rare; one way for all of their pixels keeps this short.
            scalar.add(t, s, offsets, from, to, pixels, acc, accFrom, plane);
            return;
        }
        int pairs = from + (to - from) / 2 * 2;
        for (int f = from; f < pairs; f += 2) {
            for (int p = 0; p < whole; p += STRIP) {
                int n = Math.min(STRIP, whole - p);
                long a = offsets[f] + (long) p * t.bytes();
                long b = offsets[f + 1] + (long) p * t.bytes();
                switch (t) {
                    case U8 -> u8(s, a, b, n, acc, accFrom + p, plane);
                    case I8 -> i8(s, a, b, n, acc, accFrom + p, plane);
                    case U16 -> u16(s, a, b, n, acc, accFrom + p, plane);
                    default -> i16(s, a, b, n, acc, accFrom + p, plane);
                }
            }
        }
        if (pairs < to) {
            scalar.add(t, s, offsets, pairs, to, pixels, acc, accFrom, plane);
        }
    }

    private static void u8(MemorySegment s, long a, long b, int n, int[] acc, int at, int plane) {
        for (int i = 0; i < n; i += L) {
            add(Lanes.u8(s, a + i), Lanes.u8(s, b + i), acc, at + i, plane);
        }
    }

    private static void i8(MemorySegment s, long a, long b, int n, int[] acc, int at, int plane) {
        for (int i = 0; i < n; i += L) {
            add(Lanes.i8(s, a + i), Lanes.i8(s, b + i), acc, at + i, plane);
        }
    }

    private static void u16(MemorySegment s, long a, long b, int n, int[] acc, int at, int plane) {
        for (int i = 0; i < n; i += L) {
            add(Lanes.u16(s, a + 2L * i), Lanes.u16(s, b + 2L * i), acc, at + i, plane);
        }
    }

    private static void i16(MemorySegment s, long a, long b, int n, int[] acc, int at, int plane) {
        for (int i = 0; i < n; i += L) {
            add(Lanes.i16(s, a + 2L * i), Lanes.i16(s, b + 2L * i), acc, at + i, plane);
        }
    }

    private static void add(IntVector v, IntVector w, int[] acc, int at, int plane) {
        var x = v.mul(v);
        var y = w.mul(w);
        put(v.add(w), acc, at);
        put(x.and(0xffff).add(y.and(0xffff)), acc, at + plane);
        var high = x.lanewise(VectorOperators.LSHR, 16).add(y.lanewise(VectorOperators.LSHR, 16));
        put(high, acc, at + 2 * plane);
    }

    private static void put(IntVector v, int[] acc, int at) {
        IntVector.fromArray(INTS, acc, at).add(v).intoArray(acc, at);
    }
}
