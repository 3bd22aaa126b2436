package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.sums.Extremes;
import nbscope.compute.internal.sums.Pixels;
import nbscope.io.DType;

/// Bins some scan positions in memory. Integer sums are exact; float sums are added in float64 and rounded
/// once. All cores work, each on positions of its own. Any thread, one call at a time.
final class Binner {
    private final Binning binning;
    private final Geometry raw;
    private final Geometry binned;
    private final Workers workers;

    /// Guarded by `this`.
    private Extremes values = Extremes.NONE;

    private boolean fits;

    /// @param binned the sizes of the result; its type may be too small
    Binner(Binning binning, Geometry raw, Geometry binned, Workers workers) {
        this.binning = binning;
        this.raw = raw;
        this.binned = binned;
        this.workers = workers;
    }

    /// Binned patterns of the positions in `source`, which holds `scan * rows` scan rows of `scan * cols`
    /// positions. Those of one row lie in a row, the next row `stride` positions further on.
    ///
    /// @return false when a value did not fit the type; `destination` is of no use then
    boolean run(MemorySegment source, int rows, int cols, MemorySegment destination, int first, int stride) {
        restart();
        long bytes = (long) binning.scan() * binning.scan() * raw.patternBytes();
        workers.run(rows * cols, bytes, (from, to) -> {
            var one = new Pattern();
            for (int p = from; p < to; p++) {
                one.bin(source, (long) p / cols * binning.scan(), p % cols * binning.scan(), cols * binning.scan());
                long at = (first + (long) (p / cols) * stride + p % cols) * binned.patternBytes();
                one.store(destination, at);
            }
            one.done();
        });
        return fits();
    }

    private synchronized void restart() {
        values = Extremes.NONE;
        fits = true;
    }

    private synchronized boolean fits() {
        return fits;
    }

    /// Smallest and largest value that the last run stored; of a run that did not fit the sums, exactly.
    synchronized Extremes values() {
        return values;
    }

    private synchronized void merge(Extremes found, boolean all) {
        values = values.merge(found);
        fits &= all;
    }

    /// One binned pattern and the room to make it.
    private final class Pattern {
        private final boolean exact = raw.dtype().isInteger();
        private final int bin = binning.detector();
        private final int cols = binned.detCols();
        private final boolean pairs = bin > 1;
        private final LaneSums lanes = new LaneSums(small() ? raw.dtype() : DType.U8, small() ? cols * bin : 0, pairs);
        private final int[] ints = new int[exact && !small() ? cols * bin : 0];
        private final float[] floats = new float[raw.dtype() == DType.F32 ? cols * bin : 0];
        private final double[] doubles = new double[raw.dtype() == DType.F64 ? cols * bin : 0];
        private final long[] wide = new long[exact ? small() && pairs ? cols * bin / 2 : cols * bin : 0];
        private final double[] wideFloats = new double[exact ? 0 : cols * bin];
        private final long[] sums = new long[exact ? binned.pixels() : 0];
        private final double[] floatSums = new double[exact ? 0 : binned.pixels()];
        private Extremes seen = Extremes.NONE;
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;
        private boolean fit = true;

        private boolean small() {
            return raw.dtype().bytes() <= 2;
        }

        /// @param scanCols positions of a scan row in `source`
        void bin(MemorySegment source, long scanRow, int scanCol, int scanCols) {
            for (int r = 0; r < binned.detRows(); r++) {
                if (exact) {
                    Arrays.fill(wide, 0);
                } else {
                    Arrays.fill(wideFloats, 0);
                }
                int added = 0;
                for (int y = 0; y < binning.scan(); y++) {
                    for (int x = 0; x < binning.scan(); x++) {
                        long at = ((scanRow + y) * scanCols + scanCol + x) * raw.patternBytes();
                        for (int k = 0; k < bin; k++) {
                            add(
                                    source,
                                    at
                                            + (long) (r * bin + k)
                                                    * raw.detCols()
                                                    * raw.dtype().bytes());
                            if (small() && ++added % lanes.most() == 0) {
                                lanes.drain(wide, 0);
                            }
                        }
                    }
                }
                if (small()) {
                    lanes.drain(wide, 0);
                }
                if (exact) {
                    fold(wide, sums, r * cols, cols);
                } else {
                    fold(wideFloats, floatSums, r * cols, cols);
                }
            }
        }

        private void add(MemorySegment source, long at) {
            if (small()) {
                lanes.add(source, at);
            } else if (exact) {
                MemorySegment.copy(source, Pixels.I32, at, ints, 0, ints.length);
                addInts(ints, wide, raw.dtype() == DType.U32 ? 0xffff_ffffL : -1L);
            } else if (raw.dtype() == DType.F32) {
                MemorySegment.copy(source, Pixels.F32, at, floats, 0, floats.length);
                addFloats(floats, wideFloats);
            } else {
                MemorySegment.copy(source, Pixels.F64, at, doubles, 0, doubles.length);
                addDoubles(doubles, wideFloats);
            }
        }

        void store(MemorySegment destination, long at) {
            if (!exact || binning.mean()) {
                double by = binning.mean() ? binning.count() : 1;
                for (int p = 0; exact && p < sums.length; p++) {
                    put(destination, at, p, sums[p] / by);
                }
                for (int p = 0; p < floatSums.length; p++) {
                    put(destination, at, p, floatSums[p] / by);
                }
                return;
            }
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (long sum : sums) {
                min = Math.min(min, sum);
                max = Math.max(max, sum);
            }
            seen = seen.merge(new Extremes(min, max));
            fit &= Binning.fits(binned.dtype(), min, max);
            if (fit) {
                write(binned.dtype(), sums, destination, at);
            }
        }

        private void put(MemorySegment destination, long at, int p, double value) {
            double stored = value;
            if (binned.dtype() == DType.F32) {
                destination.set(Pixels.F32, at + 4L * p, (float) value);
                stored = (float) value;
            } else {
                destination.set(Pixels.F64, at + 8L * p, value);
            }
            low = stored < low ? stored : low;
            high = stored > high ? stored : high;
        }

        void done() {
            merge(seen.merge(new Extremes(low, high)), fit);
        }
    }

    // hot loop
    static void addInts(int[] row, long[] sums, long mask) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i] & mask;
        }
    }

    // hot loop
    static void addFloats(float[] row, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i];
        }
    }

    // hot loop
    static void addDoubles(double[] row, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i];
        }
    }

    /// Adds `from.length / cols` neighbours.
    private static void fold(long[] from, long[] to, int at, int cols) {
        int n = from.length / cols;
        for (int c = 0; c < cols; c++) {
            long sum = 0;
            for (int k = c * n; k < c * n + n; k++) {
                sum += from[k];
            }
            to[at + c] = sum;
        }
    }

    private static void fold(double[] from, double[] to, int at, int cols) {
        int n = from.length / cols;
        for (int c = 0; c < cols; c++) {
            double sum = 0;
            for (int k = c * n; k < c * n + n; k++) {
                sum += from[k];
            }
            to[at + c] = sum;
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
