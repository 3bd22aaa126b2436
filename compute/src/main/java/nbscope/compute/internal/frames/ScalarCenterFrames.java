package nbscope.compute.internal.frames;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Plain loops: the oracle of the vector ones.
final class ScalarCenterFrames implements CenterFrames {
    @Override
    public void moments(DType t, MemorySegment s, long[] offsets, int from, int to, Window w, long[] out) {
        long[] row = new long[w.cols()];
        for (int f = from; f < to; f++) {
            long sum = 0;
            long ys = 0;
            long xs = 0;
            for (int y = w.firstRow(); y < w.endRow(); y++) {
                long at = offsets[f] + (long) y * w.cols() * t.bytes();
                read(t, s, at, row);
                long line = 0;
                for (int x = 0; x < row.length; x++) {
                    if (w.selected()[y * w.cols() + x]) {
                        line += row[x];
                        xs += x * row[x];
                    }
                }
                sum += line;
                ys += y * line;
            }
            out[3 * f] = sum;
            out[3 * f + 1] = ys;
            out[3 * f + 2] = xs;
        }
    }

    private static void read(DType t, MemorySegment s, long at, long[] row) {
        switch (t) {
            case U16 -> {
                for (int x = 0; x < row.length; x++) {
                    row[x] = s.get(Pixels.I16, at + 2L * x) & 0xffff;
                }
            }
            case U8 -> {
                for (int x = 0; x < row.length; x++) {
                    row[x] = s.get(ValueLayout.JAVA_BYTE, at + x) & 0xff;
                }
            }
            default -> {
                for (int x = 0; x < row.length; x++) {
                    row[x] = Pixels.integer(t, s, at, x);
                }
            }
        }
    }

    @Override
    public void moments(DType t, MemorySegment s, long[] offsets, int from, int to, Window w, double[] out) {
        double[] row = new double[w.cols()];
        for (int f = from; f < to; f++) {
            double sum = 0;
            double ys = 0;
            double xs = 0;
            for (int y = w.firstRow(); y < w.endRow(); y++) {
                Pixels.toDoubles(t, s, offsets[f] + (long) y * w.cols() * t.bytes(), row, 0, row.length);
                double line = 0;
                for (int x = 0; x < row.length; x++) {
                    if (w.selected()[y * w.cols() + x]) {
                        line += row[x];
                        xs += x * row[x];
                    }
                }
                sum += line;
                ys += y * line;
            }
            out[3 * f] = sum;
            out[3 * f + 1] = ys;
            out[3 * f + 2] = xs;
        }
    }
}
