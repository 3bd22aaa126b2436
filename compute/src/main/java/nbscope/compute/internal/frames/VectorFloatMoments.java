package nbscope.compute.internal.frames;

import static nbscope.compute.internal.frames.Lanes.D;
import static nbscope.compute.internal.frames.Lanes.DOUBLES;
import static nbscope.compute.internal.frames.Lanes.LONGS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// First moments of float frames, added up in float64.
final class VectorFloatMoments {
    private VectorFloatMoments() {}

    static void moments(DType t, MemorySegment s, long[] offsets, int from, int to, Window w, double[] out) {
        double[] xs = new double[w.cols()];
        for (int x = 0; x < xs.length; x++) {
            xs[x] = x;
        }
        long[] bits = w.masks().bits();
        for (int f = from; f < to; f++) {
            if (t == DType.F32 && w.whole()) {
                wholeFloats(s, offsets[f], w, xs, out, 3 * f);
            } else if (t == DType.F32) {
                floats(s, offsets[f], w, bits, xs, out, 3 * f);
            } else {
                doubles(s, offsets[f], w, bits, xs, out, 3 * f);
            }
            rest(t, s, offsets[f], w, out, 3 * f);
        }
    }

    /// Four vectors at a time, so that no addition waits for the one before it.
    // hot loop
    private static void wholeFloats(MemorySegment s, long frame, Window w, double[] xs, double[] out, int at) {
        int cols = w.cols();
        int fours = cols / (4 * D) * 4 * D;
        int whole = cols / D * D;
        var sum = DoubleVector.zero(DOUBLES);
        var ys = sum;
        var across0 = sum;
        var across1 = sum;
        var across2 = sum;
        var across3 = sum;
        for (int y = 0; y < w.rows(); y++) {
            long o = frame + 4L * y * cols;
            var line0 = DoubleVector.zero(DOUBLES);
            var line1 = line0;
            var line2 = line0;
            var line3 = line0;
            for (int x = 0; x < fours; x += 4 * D) {
                var v0 = Lanes.f32(s, o + 4L * x);
                var v1 = Lanes.f32(s, o + 4L * (x + D));
                var v2 = Lanes.f32(s, o + 4L * (x + 2 * D));
                var v3 = Lanes.f32(s, o + 4L * (x + 3 * D));
                line0 = line0.add(v0);
                line1 = line1.add(v1);
                line2 = line2.add(v2);
                line3 = line3.add(v3);
                across0 = v0.fma(DoubleVector.fromArray(DOUBLES, xs, x), across0);
                across1 = v1.fma(DoubleVector.fromArray(DOUBLES, xs, x + D), across1);
                across2 = v2.fma(DoubleVector.fromArray(DOUBLES, xs, x + 2 * D), across2);
                across3 = v3.fma(DoubleVector.fromArray(DOUBLES, xs, x + 3 * D), across3);
            }
            for (int x = fours; x < whole; x += D) {
                var v = Lanes.f32(s, o + 4L * x);
                line0 = line0.add(v);
                across0 = v.fma(DoubleVector.fromArray(DOUBLES, xs, x), across0);
            }
            var line = line0.add(line1).add(line2.add(line3));
            sum = sum.add(line);
            ys = line.fma(DoubleVector.broadcast(DOUBLES, y), ys);
        }
        out[at] = sum.reduceLanes(VectorOperators.ADD);
        out[at + 1] = ys.reduceLanes(VectorOperators.ADD);
        out[at + 2] = across0.add(across1).add(across2.add(across3)).reduceLanes(VectorOperators.ADD);
    }

    // hot loop
    private static void floats(MemorySegment s, long frame, Window w, long[] bits, double[] xs, double[] out, int at) {
        int cols = w.cols();
        int whole = cols / D * D;
        var sum = DoubleVector.zero(DOUBLES);
        var ys = sum;
        var across = sum;
        for (int y = w.firstRow(); y < w.endRow(); y++) {
            var line = DoubleVector.zero(DOUBLES);
            for (int x = 0; x < whole; x += D) {
                int p = y * cols + x;
                var v = masked(Lanes.f32(s, frame + 4L * p), bits, p);
                line = line.add(v);
                across = v.fma(DoubleVector.fromArray(DOUBLES, xs, x), across);
            }
            sum = sum.add(line);
            ys = line.fma(DoubleVector.broadcast(DOUBLES, y), ys);
        }
        out[at] = sum.reduceLanes(VectorOperators.ADD);
        out[at + 1] = ys.reduceLanes(VectorOperators.ADD);
        out[at + 2] = across.reduceLanes(VectorOperators.ADD);
    }

    // hot loop
    private static void doubles(MemorySegment s, long frame, Window w, long[] bits, double[] xs, double[] out, int at) {
        int cols = w.cols();
        int whole = cols / D * D;
        var sum = DoubleVector.zero(DOUBLES);
        var ys = sum;
        var across = sum;
        for (int y = w.firstRow(); y < w.endRow(); y++) {
            var line = DoubleVector.zero(DOUBLES);
            for (int x = 0; x < whole; x += D) {
                int p = y * cols + x;
                var v = masked(Lanes.f64(s, frame + 8L * p), bits, p);
                line = line.add(v);
                across = v.fma(DoubleVector.fromArray(DOUBLES, xs, x), across);
            }
            sum = sum.add(line);
            ys = line.fma(DoubleVector.broadcast(DOUBLES, y), ys);
        }
        out[at] = sum.reduceLanes(VectorOperators.ADD);
        out[at + 1] = ys.reduceLanes(VectorOperators.ADD);
        out[at + 2] = across.reduceLanes(VectorOperators.ADD);
    }

    /// By bits, not by a factor 0: a NaN outside has no effect.
    private static DoubleVector masked(DoubleVector v, long[] bits, int p) {
        return v.reinterpretAsLongs().and(LongVector.fromArray(LONGS, bits, p)).reinterpretAsDoubles();
    }

    private static void rest(DType t, MemorySegment s, long frame, Window w, double[] out, int at) {
        for (int y = w.firstRow(); y < w.endRow(); y++) {
            for (int x = w.cols() / D * D; x < w.cols(); x++) {
                if (w.selected()[y * w.cols() + x]) {
                    double v = Pixels.value(t, s, frame, y * w.cols() + x);
                    out[at] += v;
                    out[at + 1] += v * y;
                    out[at + 2] += v * x;
                }
            }
        }
    }
}
