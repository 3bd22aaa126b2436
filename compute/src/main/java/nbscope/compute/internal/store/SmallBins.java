package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import nbscope.compute.internal.sums.Extremes;
import nbscope.io.Pixels;

/// Bins of 8 and 16-bit integers. 4096 of them, the most that become one, stay below 2^31.
final class SmallBins extends RowBins {
    private final LaneSums lanes;
    private final int cols;
    private final int perBin;
    private final int[] row;
    private final int[] sums;
    private final byte[] bytes;
    private final short[] shorts;
    private final float[] means;

    /// Where the next row of bins goes; zeros from there on.
    private int start;

    SmallBins(Binning binning, Geometry raw, Geometry binned) {
        super(binning, raw, binned);
        boolean pairs = binning.detector() > 1;
        this.cols = binned.detCols();
        this.perBin = pairs ? binning.detector() / 2 : 1;
        this.lanes = new LaneSums(raw.dtype(), cols * binning.detector(), pairs);
        this.row = new int[perBin > 1 ? cols * perBin : 0];
        this.sums = new int[binned.pixels()];
        boolean mean = binning.mean();
        this.bytes = new byte[!mean && binned.dtype().bytes() == 1 ? sums.length : 0];
        this.shorts = new short[!mean && binned.dtype().bytes() == 2 ? sums.length : 0];
        this.means = new float[mean ? sums.length : 0];
    }

    @Override
    void add(MemorySegment source, long at) {
        lanes.add(source, at);
        if (lanes.isFull()) {
            lanes.drain(perBin > 1 ? row : sums, perBin > 1 ? 0 : start);
        }
    }

    @Override
    void endRow(int to) {
        if (perBin == 1) {
            lanes.drain(sums, to);
        } else {
            lanes.drain(row, 0);
            fold(row, perBin, sums, to, cols);
            Arrays.fill(row, 0);
        }
        start = to + cols;
    }

    private static void fold(int[] row, int n, int[] sums, int to, int cols) {
        for (int c = 0; c < cols; c++) {
            int sum = 0;
            for (int k = c * n; k < c * n + n; k++) {
                sum += row[k];
            }
            sums[to + c] += sum;
        }
    }

    @Override
    void store(MemorySegment destination, long at) {
        start = 0;
        int min = min(sums);
        int max = max(sums);
        if (binning.mean()) {
            // A power of two: the quotient is exact before it is rounded to float32.
            double by = 1.0 / binning.count();
            scale(sums, by, means);
            seen = seen.merge(new Extremes((float) (min * by), (float) (max * by)));
            MemorySegment.copy(means, 0, destination, Pixels.F32, at, means.length);
        } else {
            seen = seen.merge(new Extremes(min, max));
            fits &= Binning.fits(binned.dtype(), min, max);
            if (fits) {
                write(destination, at);
            }
        }
        Arrays.fill(sums, 0);
    }

    private void write(MemorySegment destination, long at) {
        switch (binned.dtype().bytes()) {
            case 1 -> {
                narrow(sums, bytes);
                MemorySegment.copy(bytes, 0, destination, ValueLayout.JAVA_BYTE, at, bytes.length);
            }
            case 2 -> {
                narrow(sums, shorts);
                MemorySegment.copy(shorts, 0, destination, Pixels.I16, at, shorts.length);
            }
            default -> MemorySegment.copy(sums, 0, destination, Pixels.I32, at, sums.length);
        }
    }

    /// Four at a time, since each comparison waits for the one before it.
    // hot loop
    private static int min(int[] values) {
        int a = values[0];
        int b = a;
        int c = a;
        int d = a;
        int i = 0;
        for (; i < values.length - 3; i += 4) {
            a = Math.min(a, values[i]);
            b = Math.min(b, values[i + 1]);
            c = Math.min(c, values[i + 2]);
            d = Math.min(d, values[i + 3]);
        }
        for (; i < values.length; i++) {
            a = Math.min(a, values[i]);
        }
        return Math.min(Math.min(a, b), Math.min(c, d));
    }

    // hot loop
    private static int max(int[] values) {
        int a = values[0];
        int b = a;
        int c = a;
        int d = a;
        int i = 0;
        for (; i < values.length - 3; i += 4) {
            a = Math.max(a, values[i]);
            b = Math.max(b, values[i + 1]);
            c = Math.max(c, values[i + 2]);
            d = Math.max(d, values[i + 3]);
        }
        for (; i < values.length; i++) {
            a = Math.max(a, values[i]);
        }
        return Math.max(Math.max(a, b), Math.max(c, d));
    }

    private static void narrow(int[] from, byte[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = (byte) from[i];
        }
    }

    private static void narrow(int[] from, short[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = (short) from[i];
        }
    }

    private static void scale(int[] from, double by, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = (float) (from[i] * by);
        }
    }
}
