package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.LongAdder;
import nbscope.compute.BadPixels;
import nbscope.compute.internal.sums.Extremes;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// What is known of each detector pixel after all patterns have passed: its sum, whether it was ever
/// saturated, and in how many sampled patterns it was above all its neighbours. Finds the bad pixels by
/// these, as [BadPixels] describes. Patterns may be added from many threads at once.
final class PixelStatistics {
    private static final int SAMPLES = 128;

    /// Neighbours are compared in so many pixels at most, unless fewer than 16 patterns would be.
    private static final long SAMPLED_PIXELS = 2 << 20;

    private static final double FACTOR = 3;
    private static final double SIGMAS = 5;
    private static final double OFTEN = 0.75;

    private final Geometry raw;
    private final long largest;
    private final long every;
    private final PixelSums sums;
    private final LongAdder positions = new LongAdder();
    private final LongAdder saturatedValues = new LongAdder();

    /// Threads write nothing but `true`, and are done before it is read.
    private final boolean[] saturated;

    /// Guarded by itself, and so is `sampled`.
    private final int[] above;

    private int sampled;

    /// @param frames frames of the stack
    PixelStatistics(Geometry raw, int frames) {
        this.raw = raw;
        this.largest = largest(raw.dtype());
        long all = (long) frames * raw.positions();
        long wanted = Math.clamp(SAMPLED_PIXELS / raw.pixels(), 16, SAMPLES);
        this.every = Math.max(1, Math.ceilDiv(all, wanted));
        this.sums = new PixelSums(raw);
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
    /// @param first  how many were read before these; which ones are sampled hangs on it
    /// @param values their smallest and largest value
    void add(MemorySegment data, int n, long first, Extremes values) {
        sums.add(data, n);
        if (values.max() == largest) {
            saturatedValues.add(findSaturated(data, (long) n * raw.pixels()));
        }
        for (long i = Math.ceilDiv(first, every) * every - first; i < n; i += every) {
            compare(data, i * raw.patternBytes());
        }
        positions.add(n);
    }

    /// Eight bytes at a time: a field of `y` is 0 where the value is the largest one, and subtracting 1 from
    /// each field borrows into the top bit of such a field (and perhaps of the one above, so it is asked again).
    private long findSaturated(MemorySegment data, long end) {
        int bytes = raw.dtype().bytes();
        int fields = 8 / bytes;
        long ones = bytes == 1 ? 0x0101_0101_0101_0101L : bytes == 2 ? 0x0001_0001_0001_0001L : 0x0000_0001_0000_0001L;
        long tops = ones << 8 * bytes - 1;
        long all = ones * largest;
        long count = 0;
        for (long i = 0; i < end; i += fields) {
            if (i + fields <= end) {
                long y = data.get(LaneSums.WORD, i * bytes) ^ all;
                if ((y - ones & ~y & tops) == 0) {
                    continue;
                }
            }
            for (long k = i; k < Math.min(end, i + fields); k++) {
                if (isLargest(data, k)) {
                    saturated[(int) (k % raw.pixels())] = true;
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
        Pixels.toDoubles(raw.dtype(), data, at, pattern, 0, pattern.length);
        boolean[] found = new boolean[pattern.length];
        int cols = raw.detCols();
        for (int r = 0; r < raw.detRows(); r++) {
            for (int c = 0; c < cols; c++) {
                found[r * cols + c] = isAbove(pattern, r, c);
            }
        }
        synchronized (above) {
            for (int p = 0; p < found.length; p++) {
                above[p] += found[p] ? 1 : 0;
            }
            sampled++;
        }
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

    /// The bad pixels among all patterns that were added; called after the last one.
    BadPixels find(BadPixels.Use use) {
        double[] means = sums.total().clone();
        long n = positions.sum();
        for (int p = 0; p < means.length; p++) {
            means[p] /= n;
        }
        boolean[] bad = saturated.clone();
        int hot = 0;
        int full = 0;
        for (int p = 0; p < bad.length; p++) {
            full += bad[p] ? 1 : 0;
            if (isHot(means, n, p / raw.detCols(), p % raw.detCols())) {
                hot++;
                bad[p] = true;
            }
        }
        return new BadPixels(raw.detRows(), raw.detCols(), bad, hot, full, saturatedValues.sum(), use);
    }

    private boolean isHot(double[] means, long positions, int row, int col) {
        int p = row * raw.detCols() + col;
        double mean = means[p];
        synchronized (above) {
            if (mean == largest || above[p] < OFTEN * sampled) {
                return false;
            }
        }
        double highest = Double.NEGATIVE_INFINITY;
        for (int r = Math.max(0, row - 1); r <= Math.min(raw.detRows() - 1, row + 1); r++) {
            for (int c = Math.max(0, col - 1); c <= Math.min(raw.detCols() - 1, col + 1); c++) {
                double other = means[r * raw.detCols() + c];
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
