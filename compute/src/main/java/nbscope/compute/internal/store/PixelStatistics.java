package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.compute.BadPixels;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.sums.Extremes;
import nbscope.compute.internal.sums.Pixels;
import nbscope.io.DType;

/// What is known of each detector pixel after all patterns have passed: its sum, whether it was ever
/// saturated, and in how many sampled patterns it was above all its neighbours. Finds the bad pixels by
/// these, as [BadPixels] describes. One call at a time; works on all cores.
final class PixelStatistics {
    private static final int SAMPLES = 128;

    /// Neighbours are compared in so many pixels at most, unless fewer than 16 patterns would be.
    private static final long SAMPLED_PIXELS = 2 << 20;

    private static final int BLOCK = 2048;
    private static final double FACTOR = 3;
    private static final double SIGMAS = 5;
    private static final double OFTEN = 0.75;

    private final Geometry raw;
    private final Workers workers;
    private final long largest;
    private final long every;
    private final double[] sums;
    private final int[] above;
    private final boolean[] saturated;
    private long positions;
    private int sampled;
    private long saturatedValues;

    /// @param frames frames of the stack
    PixelStatistics(Geometry raw, int frames, Workers workers) {
        this.raw = raw;
        this.workers = workers;
        this.largest = largest(raw.dtype());
        long all = (long) frames * raw.positions();
        long wanted = Math.clamp(SAMPLED_PIXELS / raw.pixels(), 16, SAMPLES);
        this.every = Math.max(1, Math.ceilDiv(all, wanted));
        this.sums = new double[raw.pixels()];
        this.above = new int[raw.pixels()];
        this.saturated = new boolean[raw.pixels()];
    }

    /// The value of a saturated pixel; floats have none.
    private static long largest(DType dtype) {
        if (!dtype.isInteger()) {
            return Long.MAX_VALUE;
        }
        return (1L << 8 * dtype.bytes() - (dtype.isUnsigned() ? 0 : 1)) - 1;
    }

    /// Adds `n` patterns, one after another in memory.
    ///
    /// @param values their smallest and largest value
    void add(MemorySegment data, int n, Extremes values) {
        int blocks = Math.ceilDiv(raw.pixels(), BLOCK);
        workers.run(blocks, (long) n * BLOCK * raw.dtype().bytes(), (from, to) -> {
            for (int b = from; b < to; b++) {
                sum(data, n, b * BLOCK, Math.min(BLOCK, raw.pixels() - b * BLOCK));
            }
        });
        if (values.max() == largest) {
            findSaturated(data, n);
        }
        // The first one of `every` that is still to come.
        for (long i = Math.ceilDiv(positions, every) * every - positions; i < n; i += every) {
            compare(data, i * raw.patternBytes());
        }
        positions += n;
    }

    /// Sums of whole numbers stay exact in float64 far beyond any real stack (2^53).
    private void sum(MemorySegment data, int n, int first, int pixels) {
        var dtype = raw.dtype();
        long at = (long) first * dtype.bytes();
        if (dtype.bytes() <= 2) {
            var lanes = new LaneSums(dtype, pixels, false);
            int[] found = new int[pixels];
            for (int i = 0; i < n; i++) {
                lanes.add(data, at + (long) i * raw.patternBytes());
                if (lanes.isFull() || i == n - 1) {
                    lanes.drain(found, 0);
                    for (int p = 0; p < pixels; p++) {
                        sums[first + p] += found[p];
                        found[p] = 0;
                    }
                }
            }
            return;
        }
        int[] ints = new int[dtype.isInteger() ? pixels : 0];
        float[] floats = new float[dtype == DType.F32 ? pixels : 0];
        double[] doubles = new double[dtype == DType.F64 ? pixels : 0];
        double[] found = new double[pixels];
        long[] whole = new long[ints.length];
        for (int i = 0; i < n; i++) {
            long from = at + (long) i * raw.patternBytes();
            switch (dtype) {
                case F32 -> {
                    MemorySegment.copy(data, Pixels.F32, from, floats, 0, pixels);
                    PatternBins.addFloats(floats, found);
                }
                case F64 -> {
                    MemorySegment.copy(data, Pixels.F64, from, doubles, 0, pixels);
                    PatternBins.addDoubles(doubles, found);
                }
                default -> {
                    MemorySegment.copy(data, Pixels.I32, from, ints, 0, pixels);
                    PatternBins.addInts(ints, whole, dtype == DType.U32 ? 0xffff_ffffL : -1L);
                }
            }
        }
        for (int p = 0; p < pixels; p++) {
            sums[first + p] += found[p] + (p < whole.length ? whole[p] : 0);
        }
    }

    private void findSaturated(MemorySegment data, int n) {
        workers.run(n, raw.patternBytes(), (from, to) -> {
            boolean[] mine = new boolean[raw.pixels()];
            long values = findSaturated(data, (long) from * raw.pixels(), (long) to * raw.pixels(), mine);
            synchronized (this) {
                saturatedValues += values;
                for (int p = 0; p < mine.length; p++) {
                    saturated[p] |= mine[p];
                }
            }
        });
    }

    /// Eight bytes at a time: a field of `y` is 0 where the value is the largest one, and subtracting 1 from
    /// each field borrows into the top bit of such a field (and perhaps of the one above, so it is asked again).
    private long findSaturated(MemorySegment data, long first, long end, boolean[] mine) {
        int bytes = raw.dtype().bytes();
        int fields = 8 / bytes;
        long ones = bytes == 1 ? 0x0101_0101_0101_0101L : bytes == 2 ? 0x0001_0001_0001_0001L : 0x0000_0001_0000_0001L;
        long tops = ones << 8 * bytes - 1;
        long all = ones * largest;
        long count = 0;
        for (long i = first; i < end; i += fields) {
            if (i + fields <= end) {
                long y = data.get(LaneSums.WORD, i * bytes) ^ all;
                if ((y - ones & ~y & tops) == 0) {
                    continue;
                }
            }
            for (long k = i; k < Math.min(end, i + fields); k++) {
                if (isLargest(data, k)) {
                    mine[(int) (k % raw.pixels())] = true;
                    count++;
                }
            }
        }
        return count;
    }

    /// The bits of the largest value, signed or not.
    private boolean isLargest(MemorySegment data, long i) {
        return switch (raw.dtype().bytes()) {
            case 1 -> data.get(ValueLayout.JAVA_BYTE, i) == (byte) largest;
            case 2 -> data.get(Pixels.I16, 2 * i) == (short) largest;
            default -> data.get(Pixels.I32, 4 * i) == (int) largest;
        };
    }

    /// Counts the pixels of one pattern that are above all their neighbours.
    private void compare(MemorySegment data, long at) {
        double[] pattern = new double[raw.pixels()];
        Pixels.toDoubles(raw.dtype(), data, at, pattern, pattern.length);
        int cols = raw.detCols();
        workers.run(raw.detRows(), 32L * cols, (from, to) -> {
            for (int r = from; r < to; r++) {
                for (int c = 0; c < cols; c++) {
                    if (isAbove(pattern, r, c)) {
                        above[r * cols + c]++;
                    }
                }
            }
        });
        sampled++;
    }

    private boolean isAbove(double[] pattern, int row, int col) {
        double v = pattern[row * raw.detCols() + col];
        for (int r = Math.max(0, row - 1); r <= Math.min(raw.detRows() - 1, row + 1); r++) {
            for (int c = Math.max(0, col - 1); c <= Math.min(raw.detCols() - 1, col + 1); c++) {
                double other = pattern[r * raw.detCols() + c];
                if ((r != row || c != col) && other >= v && other != largest) {
                    return false;
                }
            }
        }
        return true;
    }

    /// The bad pixels among all patterns that were added.
    BadPixels find(BadPixels.Use use) {
        boolean[] bad = saturated.clone();
        int hot = 0;
        int full = 0;
        for (int p = 0; p < bad.length; p++) {
            full += bad[p] ? 1 : 0;
            if (isHot(p / raw.detCols(), p % raw.detCols())) {
                hot++;
                bad[p] = true;
            }
        }
        return new BadPixels(raw.detRows(), raw.detCols(), bad, hot, full, saturatedValues, use);
    }

    private boolean isHot(int row, int col) {
        int p = row * raw.detCols() + col;
        double mean = sums[p] / positions;
        if (mean == largest || above[p] < OFTEN * sampled) {
            return false;
        }
        double highest = Double.NEGATIVE_INFINITY;
        for (int r = Math.max(0, row - 1); r <= Math.min(raw.detRows() - 1, row + 1); r++) {
            for (int c = Math.max(0, col - 1); c <= Math.min(raw.detCols() - 1, col + 1); c++) {
                double other = sums[r * raw.detCols() + c] / positions;
                if ((r != row || c != col) && other != largest && other > highest) {
                    highest = other;
                }
            }
        }
        double floor = Math.max(0, highest);
        double noise = Math.sqrt((mean + floor) / positions);
        return highest > Double.NEGATIVE_INFINITY && mean > FACTOR * floor && mean - floor > SIGMAS * noise;
    }
}
