package nbscope.compute.internal.frames;

import static nbscope.compute.internal.frames.Lanes.D;
import static nbscope.compute.internal.frames.Lanes.DOUBLES;
import static nbscope.compute.internal.frames.Lanes.INTS;
import static nbscope.compute.internal.frames.Lanes.L;
import static nbscope.compute.internal.frames.Lanes.LONGS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Four frames at a time, so that the sums so far are read and written once for four pixels. Frames beyond
/// a multiple of four and pixels beyond a whole vector take the scalar way. Each call of a kernel is short:
/// the JIT compiles a method that is called often, and leaves one long loop on boxed vectors.
final class VectorSumFrames implements SumFrames {
    /// Pixels per call. Long ones: each is a stream of its own from memory, and the sums so far come from the second
    /// cache anyway. A quarter of this took 1.3 times as long.
    private static final int STRIP = 16384;

    private final ScalarSumFrames scalar = new ScalarSumFrames();

    @Override
    public void ints(DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, int[] acc, int accFrom) {
        int whole = t.bytes() == 1 && !Lanes.wide() ? 0 : pixels / L * L;
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
                    case U8 -> u8(s, a, b, c, d, n, acc, accFrom + p);
                    case I8 -> i8(s, a, b, c, d, n, acc, accFrom + p);
                    case U16 -> u16(s, a, b, c, d, n, acc, accFrom + p);
                    default -> i16(s, a, b, c, d, n, acc, accFrom + p);
                }
            }
            for (int k = f; k < f + 4; k++) {
                for (int p = whole; p < pixels; p++) {
                    acc[accFrom + p] += (int) Pixels.integer(t, s, offsets[k], p);
                }
            }
        }
        if (fours < to) {
            scalar.ints(t, s, offsets, fours, to, pixels, acc, accFrom);
        }
    }

    private static void u8(MemorySegment s, long a, long b, long c, long d, int n, int[] acc, int at) {
        for (int i = 0; i < n; i += L) {
            var sum = Lanes.u8(s, a + i).add(Lanes.u8(s, b + i));
            sum = sum.add(Lanes.u8(s, c + i)).add(Lanes.u8(s, d + i));
            sum.add(IntVector.fromArray(INTS, acc, at + i)).intoArray(acc, at + i);
        }
    }

    private static void i8(MemorySegment s, long a, long b, long c, long d, int n, int[] acc, int at) {
        for (int i = 0; i < n; i += L) {
            var sum = Lanes.i8(s, a + i).add(Lanes.i8(s, b + i));
            sum = sum.add(Lanes.i8(s, c + i)).add(Lanes.i8(s, d + i));
            sum.add(IntVector.fromArray(INTS, acc, at + i)).intoArray(acc, at + i);
        }
    }

    private static void u16(MemorySegment s, long a, long b, long c, long d, int n, int[] acc, int at) {
        for (int i = 0; i < n; i += L) {
            long o = 2L * i;
            var sum = Lanes.u16(s, a + o).add(Lanes.u16(s, b + o));
            sum = sum.add(Lanes.u16(s, c + o)).add(Lanes.u16(s, d + o));
            sum.add(IntVector.fromArray(INTS, acc, at + i)).intoArray(acc, at + i);
        }
    }

    private static void i16(MemorySegment s, long a, long b, long c, long d, int n, int[] acc, int at) {
        for (int i = 0; i < n; i += L) {
            long o = 2L * i;
            var sum = Lanes.i16(s, a + o).add(Lanes.i16(s, b + o));
            sum = sum.add(Lanes.i16(s, c + o)).add(Lanes.i16(s, d + o));
            sum.add(IntVector.fromArray(INTS, acc, at + i)).intoArray(acc, at + i);
        }
    }

    @Override
    public void longs(DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, long[] acc, int accFrom) {
        int whole = pixels / D * D;
        for (int f = from; f < to; f++) {
            for (int p = 0; p < whole; p += STRIP) {
                int n = Math.min(STRIP, whole - p);
                if (t == DType.U32) {
                    u32(s, offsets[f] + 4L * p, n, acc, accFrom + p);
                } else {
                    i32(s, offsets[f] + 4L * p, n, acc, accFrom + p);
                }
            }
            for (int p = whole; p < pixels; p++) {
                acc[accFrom + p] += Pixels.integer(t, s, offsets[f], p);
            }
        }
    }

    private static void u32(MemorySegment s, long a, int n, long[] acc, int at) {
        for (int i = 0; i < n; i += D) {
            LongVector.fromArray(LONGS, acc, at + i)
                    .add(Lanes.u32(s, a + 4L * i))
                    .intoArray(acc, at + i);
        }
    }

    private static void i32(MemorySegment s, long a, int n, long[] acc, int at) {
        for (int i = 0; i < n; i += D) {
            LongVector.fromArray(LONGS, acc, at + i)
                    .add(Lanes.i32(s, a + 4L * i))
                    .intoArray(acc, at + i);
        }
    }

    @Override
    public void doubles(
            DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, double[] acc, int accFrom) {
        int whole = pixels / D * D;
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
                    f32(s, a, b, c, d, n, acc, accFrom + p);
                } else {
                    f64(s, a, b, c, d, n, acc, accFrom + p);
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

    private static void f32(MemorySegment s, long a, long b, long c, long d, int n, double[] acc, int at) {
        for (int i = 0; i < n; i += D) {
            long o = 4L * i;
            var sum = Lanes.f32(s, a + o).add(Lanes.f32(s, b + o));
            sum = sum.add(Lanes.f32(s, c + o).add(Lanes.f32(s, d + o)));
            DoubleVector.fromArray(DOUBLES, acc, at + i).add(sum).intoArray(acc, at + i);
        }
    }

    private static void f64(MemorySegment s, long a, long b, long c, long d, int n, double[] acc, int at) {
        for (int i = 0; i < n; i += D) {
            long o = 8L * i;
            var sum = Lanes.f64(s, a + o).add(Lanes.f64(s, b + o));
            sum = sum.add(Lanes.f64(s, c + o).add(Lanes.f64(s, d + o)));
            DoubleVector.fromArray(DOUBLES, acc, at + i).add(sum).intoArray(acc, at + i);
        }
    }
}
