package nbscope.compute.internal.frames;

import static nbscope.compute.internal.frames.Lanes.B;
import static nbscope.compute.internal.frames.Lanes.D;
import static nbscope.compute.internal.frames.Lanes.INTS;
import static nbscope.compute.internal.frames.Lanes.L;
import static nbscope.compute.internal.frames.Lanes.LE;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// First moments without a multiplication per pixel. Pixels of 8 and 16 bits are taken as 32-bit words,
/// whose parts are masked and shifted out into lanes of their own; each lane belongs to one column. A lane
/// adds up its column (`a`), and after each row its sum so far (`e`): with R rows, `e = sum of (R - y) v`,
/// so the sum of `y v` is `R a - e`. Columns are weighed once at the end. Signed pixels are made unsigned
/// by flipping the sign bit.
final class VectorCenterFrames implements CenterFrames {
    /// 65535 * 256 * 257 / 2 stays below 2^32.
    private static final int BAND = 256;

    private final ScalarCenterFrames scalar = new ScalarCenterFrames();

    @Override
    public void moments(DType t, MemorySegment s, long[] offsets, int from, int to, Window w, long[] out) {
        if (t.bytes() > 2 || w.cols() * t.bytes() < B) {
            scalar.moments(t, s, offsets, from, to, w, out);
            return;
        }
        int flip = t.isUnsigned() ? 0 : t.bytes() == 1 ? 0x8080_8080 : 0x8000_8000;
        long bias = t.isUnsigned() ? 0 : 1L << 8 * t.bytes() - 1;
        int[] words = w.whole() ? new int[0] : w.masks().words(t.bytes());
        int[] tmp = new int[8 * L];
        long[] m = new long[3];
        for (int f = from; f < to; f++) {
            m[0] = 0;
            m[1] = 0;
            m[2] = 0;
            for (int y = w.firstRow(); y < w.endRow(); y += BAND) {
                band(t, s, offsets[f], w, words, flip, y, Math.min(BAND, w.endRow() - y), tmp, m);
            }
            out[3 * f] = m[0] - bias * w.count();
            out[3 * f + 1] = m[1] - bias * w.sumRows();
            out[3 * f + 2] = m[2] - bias * w.sumCols();
        }
    }

    /// Adds the moments of some rows.
    private static void band(
            DType t,
            MemorySegment s,
            long frame,
            Window w,
            int[] words,
            int flip,
            int y,
            int rows,
            int[] tmp,
            long[] m) {
        int rowBytes = w.cols() * t.bytes();
        long at = frame + (long) y * rowBytes;
        int parts = 4 / t.bytes();
        int perRow = w.masks().wordsPerRow(t.bytes());
        int done = 0;
        if (w.whole() && t.bytes() == 2) {
            for (; done + 2 * B <= rowBytes; done += 2 * B) {
                shorts2(s, at + done, rowBytes, rows, flip, tmp);
                weigh(tmp, 0, 2, done / 2, y, rows, m);
                weigh(tmp, 4 * L, 2, done / 2 + 2 * L, y, rows, m);
            }
        }
        for (; done + B <= rowBytes; done += B) {
            if (words.length == 0) {
                if (parts == 2) {
                    shorts(s, at + done, rowBytes, rows, flip, tmp);
                } else {
                    bytes(s, at + done, rowBytes, rows, flip, tmp);
                }
            } else if (parts == 2) {
                maskedShorts(s, at + done, rowBytes, rows, flip, words, y * perRow + done / 4, perRow, tmp);
            } else {
                maskedBytes(s, at + done, rowBytes, rows, flip, words, y * perRow + done / 4, perRow, tmp);
            }
            weigh(tmp, 0, parts, done / t.bytes(), y, rows, m);
        }
        rest(t, s, frame, w, flip, y, rows, done / t.bytes(), m);
    }

    /// Adds what one vector's columns say. `tmp` holds per part the sums of the lanes, then per part
    /// their `e`.
    private static void weigh(int[] tmp, int from, int parts, int firstCol, int y, int rows, long[] m) {
        long sum = 0;
        long late = 0;
        long xs = 0;
        for (int part = 0; part < parts; part++) {
            for (int l = 0; l < L; l++) {
                long a = tmp[from + part * L + l] & 0xffff_ffffL;
                sum += a;
                late += tmp[from + (parts + part) * L + l] & 0xffff_ffffL;
                xs += a * (firstCol + parts * l + part);
            }
        }
        m[0] += sum;
        m[1] += (long) (y + rows) * sum - late;
        m[2] += xs;
    }

    private static void rest(
            DType t, MemorySegment s, long frame, Window w, int flip, int y, int rows, int firstCol, long[] m) {
        int bits = flip == 0 ? 0 : t.bytes() == 1 ? 0x80 : 0x8000;
        int all = t.bytes() == 1 ? 0xff : 0xffff;
        for (int r = y; r < y + rows; r++) {
            for (int x = firstCol; x < w.cols(); x++) {
                if (w.selected()[r * w.cols() + x]) {
                    long v = (Pixels.integer(t, s, frame, r * w.cols() + x) & all) ^ bits;
                    m[0] += v;
                    m[1] += v * r;
                    m[2] += v * x;
                }
            }
        }
    }

    private static IntVector load(MemorySegment s, long at, int flip) {
        return IntVector.fromMemorySegment(INTS, s, at, LE).lanewise(VectorOperators.XOR, flip);
    }

    // hot loop
    private static void shorts2(MemorySegment s, long at, int rowBytes, int rows, int flip, int[] tmp) {
        var low = IntVector.broadcast(INTS, 0xffff);
        var a = IntVector.zero(INTS);
        var b = a;
        var c = a;
        var d = a;
        var e = a;
        var f = a;
        var g = a;
        var h = a;
        for (int r = 0; r < rows; r++) {
            long o = at + (long) r * rowBytes;
            var x = load(s, o, flip);
            var z = load(s, o + B, flip);
            a = a.add(x.and(low));
            b = b.add(x.lanewise(VectorOperators.LSHR, 16));
            c = c.add(z.and(low));
            d = d.add(z.lanewise(VectorOperators.LSHR, 16));
            e = e.add(a);
            f = f.add(b);
            g = g.add(c);
            h = h.add(d);
        }
        a.intoArray(tmp, 0);
        b.intoArray(tmp, L);
        e.intoArray(tmp, 2 * L);
        f.intoArray(tmp, 3 * L);
        c.intoArray(tmp, 4 * L);
        d.intoArray(tmp, 5 * L);
        g.intoArray(tmp, 6 * L);
        h.intoArray(tmp, 7 * L);
    }

    private static void shorts(MemorySegment s, long at, int rowBytes, int rows, int flip, int[] tmp) {
        var low = IntVector.broadcast(INTS, 0xffff);
        var a = IntVector.zero(INTS);
        var b = a;
        var e = a;
        var f = a;
        for (int r = 0; r < rows; r++) {
            var x = load(s, at + (long) r * rowBytes, flip);
            a = a.add(x.and(low));
            b = b.add(x.lanewise(VectorOperators.LSHR, 16));
            e = e.add(a);
            f = f.add(b);
        }
        a.intoArray(tmp, 0);
        b.intoArray(tmp, L);
        e.intoArray(tmp, 2 * L);
        f.intoArray(tmp, 3 * L);
    }

    private static void maskedShorts(
            MemorySegment s, long at, int rowBytes, int rows, int flip, int[] words, int word, int perRow, int[] tmp) {
        var low = IntVector.broadcast(INTS, 0xffff);
        var a = IntVector.zero(INTS);
        var b = a;
        var e = a;
        var f = a;
        for (int r = 0; r < rows; r++) {
            var x = load(s, at + (long) r * rowBytes, flip).and(IntVector.fromArray(INTS, words, word + r * perRow));
            a = a.add(x.and(low));
            b = b.add(x.lanewise(VectorOperators.LSHR, 16));
            e = e.add(a);
            f = f.add(b);
        }
        a.intoArray(tmp, 0);
        b.intoArray(tmp, L);
        e.intoArray(tmp, 2 * L);
        f.intoArray(tmp, 3 * L);
    }

    // hot loop
    private static void bytes(MemorySegment s, long at, int rowBytes, int rows, int flip, int[] tmp) {
        var low = IntVector.broadcast(INTS, 0xff);
        var a = IntVector.zero(INTS);
        var b = a;
        var c = a;
        var d = a;
        var e = a;
        var f = a;
        var g = a;
        var h = a;
        for (int r = 0; r < rows; r++) {
            var x = load(s, at + (long) r * rowBytes, flip);
            a = a.add(x.and(low));
            b = b.add(x.lanewise(VectorOperators.LSHR, 8).and(low));
            c = c.add(x.lanewise(VectorOperators.LSHR, 16).and(low));
            d = d.add(x.lanewise(VectorOperators.LSHR, 24));
            e = e.add(a);
            f = f.add(b);
            g = g.add(c);
            h = h.add(d);
        }
        store(a, b, c, d, tmp, 0);
        store(e, f, g, h, tmp, 4 * L);
    }

    // hot loop
    private static void maskedBytes(
            MemorySegment s, long at, int rowBytes, int rows, int flip, int[] words, int word, int perRow, int[] tmp) {
        var low = IntVector.broadcast(INTS, 0xff);
        var a = IntVector.zero(INTS);
        var b = a;
        var c = a;
        var d = a;
        var e = a;
        var f = a;
        var g = a;
        var h = a;
        for (int r = 0; r < rows; r++) {
            var x = load(s, at + (long) r * rowBytes, flip).and(IntVector.fromArray(INTS, words, word + r * perRow));
            a = a.add(x.and(low));
            b = b.add(x.lanewise(VectorOperators.LSHR, 8).and(low));
            c = c.add(x.lanewise(VectorOperators.LSHR, 16).and(low));
            d = d.add(x.lanewise(VectorOperators.LSHR, 24));
            e = e.add(a);
            f = f.add(b);
            g = g.add(c);
            h = h.add(d);
        }
        store(a, b, c, d, tmp, 0);
        store(e, f, g, h, tmp, 4 * L);
    }

    private static void store(IntVector a, IntVector b, IntVector c, IntVector d, int[] tmp, int at) {
        a.intoArray(tmp, at);
        b.intoArray(tmp, at + L);
        c.intoArray(tmp, at + 2 * L);
        d.intoArray(tmp, at + 3 * L);
    }

    @Override
    public void moments(DType t, MemorySegment s, long[] offsets, int from, int to, Window w, double[] out) {
        if (w.cols() < D || !Lanes.wide()) {
            scalar.moments(t, s, offsets, from, to, w, out);
        } else {
            VectorFloatMoments.moments(t, s, offsets, from, to, w, out);
        }
    }
}
