package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import nbscope.compute.internal.sums.Extremes;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Bins of 32-bit integers, added in 64 bits.
final class WordBins extends RowBins {
    private final int bin;
    private final long mask;
    private final int[] pixels;
    private final long[] row;
    private final long[] sums;

    WordBins(Binning binning, Geometry raw, Geometry binned) {
        super(binning, raw, binned);
        this.bin = binning.detector();
        this.mask = raw.dtype() == DType.U32 ? 0xffff_ffffL : -1L;
        this.pixels = new int[binned.detCols() * bin];
        this.row = new long[pixels.length];
        this.sums = new long[binned.pixels()];
    }

    @Override
    void add(MemorySegment source, long at) {
        MemorySegment.copy(source, Pixels.I32, at, pixels, 0, pixels.length);
        addInts(pixels, row, mask);
    }

    @Override
    void endRow(int to) {
        for (int c = 0; c < binned.detCols(); c++) {
            long sum = 0;
            for (int k = c * bin; k < c * bin + bin; k++) {
                sum += row[k];
            }
            sums[to + c] = sum;
        }
        Arrays.fill(row, 0);
    }

    @Override
    void store(MemorySegment destination, long at) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (long sum : sums) {
            min = Math.min(min, sum);
            max = Math.max(max, sum);
        }
        if (binning.mean()) {
            double by = 1.0 / binning.count();
            for (int p = 0; p < sums.length; p++) {
                destination.set(Pixels.F32, at + 4L * p, (float) (sums[p] * by));
            }
            seen = seen.merge(new Extremes((float) (min * by), (float) (max * by)));
            return;
        }
        seen = seen.merge(new Extremes((double) min, (double) max));
        fits &= Binning.fits(binned.dtype(), min, max);
        if (fits) {
            write(binned.dtype(), sums, destination, at);
        }
    }

    /// Whole numbers that fit.
    static void write(DType dtype, long[] values, MemorySegment destination, long at) {
        for (int p = 0; p < values.length; p++) {
            switch (dtype) {
                case U8, I8 -> destination.set(ValueLayout.JAVA_BYTE, at + p, (byte) values[p]);
                case U16, I16 -> destination.set(Pixels.I16, at + 2L * p, (short) values[p]);
                case U32, I32 -> destination.set(Pixels.I32, at + 4L * p, (int) values[p]);
                case F64 -> destination.set(Pixels.F64, at + 8L * p, (double) values[p]);
                case F32, U64, I64, F16, C64, C128, RAW ->
                    throw new IllegalArgumentException(dtype + " is no type of sums");
            }
        }
    }
}
