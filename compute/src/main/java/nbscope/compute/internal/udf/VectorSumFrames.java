package nbscope.compute.internal.udf;

import static nbscope.compute.internal.udf.Lanes.BYTES;
import static nbscope.compute.internal.udf.Lanes.DOUBLES;
import static nbscope.compute.internal.udf.Lanes.FLOATS;
import static nbscope.compute.internal.udf.Lanes.INTS;
import static nbscope.compute.internal.udf.Lanes.L;
import static nbscope.compute.internal.udf.Lanes.LE;
import static nbscope.compute.internal.udf.Lanes.LONGS;
import static nbscope.compute.internal.udf.Lanes.SHORTS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import nbscope.io.DType;

/// Four frames at a time, so that the sums so far are read and written once for four pixels. Frames beyond a multiple
/// of four and pixels beyond a whole vector take the scalar way. Each call of a kernel is short: the JIT compiles a
/// method that is called often, and leaves one long loop on boxed vectors.
final class VectorSumFrames implements SumFrames {
    /// Pixels per call.
    private static final int STRIP = 4096;

    private final ScalarSumFrames scalar = new ScalarSumFrames();

    @Override
    public void ints(DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, int[] acc, int accFrom) {
        int step = t.bytes() == 1 ? 4 * L : 2 * L;
        int whole = pixels / step * step;
        int fours = from + (to - from) / 4 * 4;
        for (int f = from; f < fours; f += 4) {
            for (int p = 0; p < whole; p += STRIP) {
                int n = Math.min(STRIP, whole - p);
                long at = (long) p * t.bytes();
                long a = offsets[f] + at;
                long b = offsets[f + 1] + at;
                long c = offsets[f + 2] + at;
                long d = offsets[f + 3] + at;
                switch (t) {
                    case U8 -> unsignedBytes(s, a, b, c, d, n, acc, accFrom + p);
                    case I8 -> signedBytes(s, a, b, c, d, n, acc, accFrom + p);
                    case U16 -> unsignedShorts(s, a, b, c, d, n, acc, accFrom + p);
                    default -> signedShorts(s, a, b, c, d, n, acc, accFrom + p);
                }
            }
            tail(t, s, offsets, f, f + 4, whole, pixels, acc, accFrom);
        }
        if (fours < to) {
            scalar.ints(t, s, offsets, fours, to, pixels, acc, accFrom);
        }
    }

    private static void tail(
            DType t, MemorySegment s, long[] offsets, int from, int to, int first, int end, int[] acc, int accFrom) {
        for (int f = from; f < to; f++) {
            for (int p = first; p < end; p++) {
                acc[accFrom + p] += (int) Pixels.integer(t, s, offsets[f], p);
            }
        }
    }

    private static void unsignedBytes(MemorySegment s, long a, long b, long c, long d, int n, int[] acc, int at) {
        for (int i = 0; i < n; i += 4 * L) {
            var va = ByteVector.fromMemorySegment(BYTES, s, a + i, LE);
            var vb = ByteVector.fromMemorySegment(BYTES, s, b + i, LE);
            var vc = ByteVector.fromMemorySegment(BYTES, s, c + i, LE);
            var vd = ByteVector.fromMemorySegment(BYTES, s, d + i, LE);
            for (int k = 0; k < 4; k++) {
                var sum = Lanes.unsigned(va, k).add(Lanes.unsigned(vb, k));
                sum = sum.add(Lanes.unsigned(vc, k)).add(Lanes.unsigned(vd, k));
                sum.add(IntVector.fromArray(INTS, acc, at + i + k * L)).intoArray(acc, at + i + k * L);
            }
        }
    }

    private static void signedBytes(MemorySegment s, long a, long b, long c, long d, int n, int[] acc, int at) {
        for (int i = 0; i < n; i += 4 * L) {
            var va = ByteVector.fromMemorySegment(BYTES, s, a + i, LE);
            var vb = ByteVector.fromMemorySegment(BYTES, s, b + i, LE);
            var vc = ByteVector.fromMemorySegment(BYTES, s, c + i, LE);
            var vd = ByteVector.fromMemorySegment(BYTES, s, d + i, LE);
            for (int k = 0; k < 4; k++) {
                var sum = Lanes.signed(va, k).add(Lanes.signed(vb, k));
                sum = sum.add(Lanes.signed(vc, k)).add(Lanes.signed(vd, k));
                sum.add(IntVector.fromArray(INTS, acc, at + i + k * L)).intoArray(acc, at + i + k * L);
            }
        }
    }

    private static void unsignedShorts(MemorySegment s, long a, long b, long c, long d, int n, int[] acc, int at) {
        for (int i = 0; i < n; i += 2 * L) {
            long o = 2L * i;
            var va = ShortVector.fromMemorySegment(SHORTS, s, a + o, LE);
            var vb = ShortVector.fromMemorySegment(SHORTS, s, b + o, LE);
            var vc = ShortVector.fromMemorySegment(SHORTS, s, c + o, LE);
            var vd = ShortVector.fromMemorySegment(SHORTS, s, d + o, LE);
            var low = Lanes.unsigned(va, 0).add(Lanes.unsigned(vb, 0));
            low = low.add(Lanes.unsigned(vc, 0)).add(Lanes.unsigned(vd, 0));
            var high = Lanes.unsigned(va, 1).add(Lanes.unsigned(vb, 1));
            high = high.add(Lanes.unsigned(vc, 1)).add(Lanes.unsigned(vd, 1));
            low.add(IntVector.fromArray(INTS, acc, at + i)).intoArray(acc, at + i);
            high.add(IntVector.fromArray(INTS, acc, at + i + L)).intoArray(acc, at + i + L);
        }
    }

    private static void signedShorts(MemorySegment s, long a, long b, long c, long d, int n, int[] acc, int at) {
        for (int i = 0; i < n; i += 2 * L) {
            long o = 2L * i;
            var va = ShortVector.fromMemorySegment(SHORTS, s, a + o, LE);
            var vb = ShortVector.fromMemorySegment(SHORTS, s, b + o, LE);
            var vc = ShortVector.fromMemorySegment(SHORTS, s, c + o, LE);
            var vd = ShortVector.fromMemorySegment(SHORTS, s, d + o, LE);
            var low = Lanes.signed(va, 0).add(Lanes.signed(vb, 0));
            low = low.add(Lanes.signed(vc, 0)).add(Lanes.signed(vd, 0));
            var high = Lanes.signed(va, 1).add(Lanes.signed(vb, 1));
            high = high.add(Lanes.signed(vc, 1)).add(Lanes.signed(vd, 1));
            low.add(IntVector.fromArray(INTS, acc, at + i)).intoArray(acc, at + i);
            high.add(IntVector.fromArray(INTS, acc, at + i + L)).intoArray(acc, at + i + L);
        }
    }

    @Override
    public void longs(DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, long[] acc, int accFrom) {
        int whole = pixels / L * L;
        for (int f = from; f < to; f++) {
            for (int p = 0; p < whole; p += STRIP) {
                int n = Math.min(STRIP, whole - p);
                if (t == DType.U32) {
                    unsignedInts(s, offsets[f] + 4L * p, n, acc, accFrom + p);
                } else {
                    signedInts(s, offsets[f] + 4L * p, n, acc, accFrom + p);
                }
            }
            for (int p = whole; p < pixels; p++) {
                acc[accFrom + p] += Pixels.integer(t, s, offsets[f], p);
            }
        }
    }

    private static void unsignedInts(MemorySegment s, long a, int n, long[] acc, int at) {
        for (int i = 0; i < n; i += L) {
            var v = IntVector.fromMemorySegment(INTS, s, a + 4L * i, LE);
            LongVector.fromArray(LONGS, acc, at + i).add(Lanes.unsigned(v, 0)).intoArray(acc, at + i);
            int j = at + i + L / 2;
            LongVector.fromArray(LONGS, acc, j).add(Lanes.unsigned(v, 1)).intoArray(acc, j);
        }
    }

    private static void signedInts(MemorySegment s, long a, int n, long[] acc, int at) {
        for (int i = 0; i < n; i += L) {
            var v = IntVector.fromMemorySegment(INTS, s, a + 4L * i, LE);
            LongVector.fromArray(LONGS, acc, at + i).add(Lanes.signed(v, 0)).intoArray(acc, at + i);
            int j = at + i + L / 2;
            LongVector.fromArray(LONGS, acc, j).add(Lanes.signed(v, 1)).intoArray(acc, j);
        }
    }

    @Override
    public void doubles(
            DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, double[] acc, int accFrom) {
        int step = t == DType.F32 ? L : L / 2;
        int whole = pixels / step * step;
        int fours = from + (to - from) / 4 * 4;
        for (int f = from; f < fours; f += 4) {
            for (int p = 0; p < whole; p += STRIP) {
                int n = Math.min(STRIP, whole - p);
                long at = (long) p * t.bytes();
                long a = offsets[f] + at;
                long b = offsets[f + 1] + at;
                long c = offsets[f + 2] + at;
                long d = offsets[f + 3] + at;
                if (t == DType.F32) {
                    floats(s, a, b, c, d, n, acc, accFrom + p);
                } else {
                    doubles(s, a, b, c, d, n, acc, accFrom + p);
                }
            }
            for (int k = f; k < f + 4; k++) {
                for (int p = whole; p < pixels; p++) {
                    acc[accFrom + p] += Pixels.value(t, s, offsets[k], p);
                }
            }
        }
        if (fours < to) {
            scalar.doubles(t, s, offsets, fours, to, pixels, acc, accFrom);
        }
    }

    private static void floats(MemorySegment s, long a, long b, long c, long d, int n, double[] acc, int at) {
        for (int i = 0; i < n; i += L) {
            var va = FloatVector.fromMemorySegment(FLOATS, s, a + 4L * i, LE);
            var vb = FloatVector.fromMemorySegment(FLOATS, s, b + 4L * i, LE);
            var vc = FloatVector.fromMemorySegment(FLOATS, s, c + 4L * i, LE);
            var vd = FloatVector.fromMemorySegment(FLOATS, s, d + 4L * i, LE);
            for (int k = 0; k < 2; k++) {
                int j = at + i + k * (L / 2);
                var sum = Lanes.doubles(va, k).add(Lanes.doubles(vb, k));
                sum = sum.add(Lanes.doubles(vc, k).add(Lanes.doubles(vd, k)));
                DoubleVector.fromArray(DOUBLES, acc, j).add(sum).intoArray(acc, j);
            }
        }
    }

    private static void doubles(MemorySegment s, long a, long b, long c, long d, int n, double[] acc, int at) {
        for (int i = 0; i < n; i += L / 2) {
            var va = DoubleVector.fromMemorySegment(DOUBLES, s, a + 8L * i, LE);
            var vb = DoubleVector.fromMemorySegment(DOUBLES, s, b + 8L * i, LE);
            var vc = DoubleVector.fromMemorySegment(DOUBLES, s, c + 8L * i, LE);
            var vd = DoubleVector.fromMemorySegment(DOUBLES, s, d + 8L * i, LE);
            var sum = va.add(vb).add(vc.add(vd));
            DoubleVector.fromArray(DOUBLES, acc, at + i).add(sum).intoArray(acc, at + i);
        }
    }
}
