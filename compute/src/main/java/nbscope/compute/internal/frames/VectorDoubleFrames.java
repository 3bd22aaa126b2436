package nbscope.compute.internal.frames;

import static nbscope.compute.internal.frames.Lanes.D;
import static nbscope.compute.internal.frames.Lanes.DOUBLES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Types that are common get a vector loop for reading. Products take four frames at once, so that a weight
/// is read once for four of them.
final class VectorDoubleFrames implements DoubleFrames {
    @Override
    public void read(DType t, MemorySegment s, long at, double[] out, int outFrom, int pixels) {
        if (Lanes.wide() && (t == DType.U16 || t == DType.F32)) {
            int whole = pixels / D * D;
            if (t == DType.U16) {
                shorts(s, at, out, outFrom, whole);
            } else {
                floats(s, at, out, outFrom, whole);
            }
            for (int i = whole; i < pixels; i++) {
                out[outFrom + i] = Pixels.value(t, s, at, i);
            }
        } else {
            Pixels.toDoubles(t, s, at, out, outFrom, pixels);
        }
    }

    private static void shorts(MemorySegment s, long at, double[] out, int outFrom, int n) {
        for (int i = 0; i < n; i += D) {
            Lanes.u16AsDouble(s, at + 2L * i).intoArray(out, outFrom + i);
        }
    }

    private static void floats(MemorySegment s, long at, double[] out, int outFrom, int n) {
        for (int i = 0; i < n; i += D) {
            Lanes.f32(s, at + 4L * i).intoArray(out, outFrom + i);
        }
    }

    @Override
    public void dot4(double[] values, int stride, int from, double[] weights, int weightFrom, int n, double[] out) {
        int whole = n / (2 * D) * (2 * D);
        products(values, stride, from, weights, weightFrom, whole, out);
        for (int j = 0; j < 4; j++) {
            double rest = 0;
            for (int i = whole; i < n; i++) {
                rest += values[j * stride + from + i] * weights[weightFrom + i];
            }
            out[j] += rest;
        }
    }

    // hot loop
    private static void products(double[] v, int stride, int from, double[] w, int weightFrom, int n, double[] out) {
        var a = DoubleVector.zero(DOUBLES);
        var b = a;
        var c = a;
        var d = a;
        var e = a;
        var f = a;
        var g = a;
        var h = a;
        for (int i = 0; i < n; i += 2 * D) {
            var x = at(w, weightFrom + i);
            var y = at(w, weightFrom + i + D);
            int p = from + i;
            a = at(v, p).fma(x, a);
            b = at(v, p + stride).fma(x, b);
            c = at(v, p + 2 * stride).fma(x, c);
            d = at(v, p + 3 * stride).fma(x, d);
            p += D;
            e = at(v, p).fma(y, e);
            f = at(v, p + stride).fma(y, f);
            g = at(v, p + 2 * stride).fma(y, g);
            h = at(v, p + 3 * stride).fma(y, h);
        }
        out[0] = a.add(e).reduceLanes(VectorOperators.ADD);
        out[1] = b.add(f).reduceLanes(VectorOperators.ADD);
        out[2] = c.add(g).reduceLanes(VectorOperators.ADD);
        out[3] = d.add(h).reduceLanes(VectorOperators.ADD);
    }

    @Override
    public boolean dot4(
            DType t,
            MemorySegment s,
            long[] at,
            int first,
            int from,
            double[] weights,
            int weightFrom,
            int n,
            double[] out) {
        if (!Lanes.wide() || (t != DType.U16 && t != DType.F32)) {
            return false;
        }
        int whole = n / D * D;
        long skip = (long) from * t.bytes();
        long a = at[first] + skip;
        long b = at[first + 1] + skip;
        long c = at[first + 2] + skip;
        long d = at[first + 3] + skip;
        if (t == DType.U16) {
            shorts(s, a, b, c, d, weights, weightFrom, whole, out);
        } else {
            floats(s, a, b, c, d, weights, weightFrom, whole, out);
        }
        for (int j = 0; j < 4; j++) {
            for (int i = whole; i < n; i++) {
                out[j] += Pixels.value(t, s, at[first + j], from + i) * weights[weightFrom + i];
            }
        }
        return true;
    }

    private static void shorts(
            MemorySegment s, long a, long b, long c, long d, double[] w, int weightFrom, int n, double[] out) {
        var x = DoubleVector.zero(DOUBLES);
        var y = x;
        var z = x;
        var u = x;
        for (int i = 0; i < n; i += D) {
            var weight = at(w, weightFrom + i);
            long o = 2L * i;
            x = Lanes.u16AsDouble(s, a + o).fma(weight, x);
            y = Lanes.u16AsDouble(s, b + o).fma(weight, y);
            z = Lanes.u16AsDouble(s, c + o).fma(weight, z);
            u = Lanes.u16AsDouble(s, d + o).fma(weight, u);
        }
        put(x, y, z, u, out);
    }

    private static void floats(
            MemorySegment s, long a, long b, long c, long d, double[] w, int weightFrom, int n, double[] out) {
        var x = DoubleVector.zero(DOUBLES);
        var y = x;
        var z = x;
        var u = x;
        for (int i = 0; i < n; i += D) {
            var weight = at(w, weightFrom + i);
            long o = 4L * i;
            x = Lanes.f32(s, a + o).fma(weight, x);
            y = Lanes.f32(s, b + o).fma(weight, y);
            z = Lanes.f32(s, c + o).fma(weight, z);
            u = Lanes.f32(s, d + o).fma(weight, u);
        }
        put(x, y, z, u, out);
    }

    private static void put(DoubleVector x, DoubleVector y, DoubleVector z, DoubleVector u, double[] out) {
        out[0] = x.reduceLanes(VectorOperators.ADD);
        out[1] = y.reduceLanes(VectorOperators.ADD);
        out[2] = z.reduceLanes(VectorOperators.ADD);
        out[3] = u.reduceLanes(VectorOperators.ADD);
    }

    private static DoubleVector at(double[] v, int i) {
        return DoubleVector.fromArray(DOUBLES, v, i);
    }
}
