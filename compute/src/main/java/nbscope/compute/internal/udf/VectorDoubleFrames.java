package nbscope.compute.internal.udf;

import static nbscope.compute.internal.udf.Lanes.D;
import static nbscope.compute.internal.udf.Lanes.DOUBLES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import nbscope.io.DType;

/// Types that are common get a vector loop for reading. Products take four frames at once, so that a
/// weight is read
/// once for four of them.
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

    private static DoubleVector at(double[] v, int i) {
        return DoubleVector.fromArray(DOUBLES, v, i);
    }
}
