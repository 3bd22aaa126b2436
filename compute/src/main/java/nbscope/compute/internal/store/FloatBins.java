package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import nbscope.compute.internal.sums.Extremes;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Bins of floats, added in float64 and rounded once.
final class FloatBins extends RowBins {
    private final int bin;
    private final boolean single;
    private final float[] floats;
    private final double[] doubles;
    private final double[] row;
    private final double[] sums;
    private final float[] rounded;

    FloatBins(Binning binning, Geometry raw, Geometry binned) {
        super(binning, raw, binned);
        this.bin = binning.detector();
        this.single = raw.dtype() == DType.F32;
        int used = binned.detCols() * bin;
        this.floats = new float[single ? used : 0];
        this.doubles = new double[single ? 0 : used];
        this.row = new double[used];
        this.sums = new double[binned.pixels()];
        this.rounded = new float[single ? sums.length : 0];
    }

    @Override
    void add(MemorySegment source, long at) {
        if (single) {
            MemorySegment.copy(source, Pixels.F32, at, floats, 0, floats.length);
            addFloats(floats, row);
        } else {
            MemorySegment.copy(source, Pixels.F64, at, doubles, 0, doubles.length);
            addDoubles(doubles, row);
        }
    }

    @Override
    void endRow(int to) {
        double by = binning.mean() ? 1.0 / binning.count() : 1;
        for (int c = 0; c < binned.detCols(); c++) {
            double sum = 0;
            for (int k = c * bin; k < c * bin + bin; k++) {
                sum += row[k];
            }
            sums[to + c] = sum * by;
        }
        Arrays.fill(row, 0);
    }

    @Override
    void store(MemorySegment destination, long at) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int p = 0; p < sums.length; p++) {
            double v = sums[p];
            if (single) {
                rounded[p] = (float) v;
                v = rounded[p];
            }
            low = v < low ? v : low;
            high = v > high ? v : high;
        }
        seen = seen.merge(new Extremes(low, high));
        if (single) {
            MemorySegment.copy(rounded, 0, destination, Pixels.F32, at, rounded.length);
        } else {
            MemorySegment.copy(sums, 0, destination, Pixels.F64, at, sums.length);
        }
    }
}
