package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// The sum of each detector pixel over all patterns that were added, from many threads at once. Sums of whole
/// numbers stay exact in float64 far beyond any real stack (2^53).
final class PixelSums {
    private static final int BLOCK = 2048;

    /// Threads keep sums of their own up to here; of larger detectors they would take too much memory.
    private static final int KEPT_PIXELS = 1 << 20;

    private final Geometry raw;
    private final double[] sums;

    /// One for each block of pixels.
    private final Object[] locks;

    /// What threads have added to and not yet handed over.
    private final ConcurrentLinkedQueue<LaneSums[]> lanes = new ConcurrentLinkedQueue<>();

    PixelSums(Geometry raw) {
        this.raw = raw;
        this.sums = new double[raw.pixels()];
        this.locks = new Object[Math.ceilDiv(raw.pixels(), BLOCK)];
        Arrays.setAll(locks, i -> new Object());
    }

    /// Adds `n` patterns, one after another in memory.
    void add(MemorySegment data, int n) {
        if (raw.dtype().bytes() <= 2) {
            addLanes(data, n);
            return;
        }
        // Threads begin in different places, so that they do not wait for each other's lock.
        int begin = (int) (Thread.currentThread().threadId() % locks.length);
        for (int i = 0; i < locks.length; i++) {
            int block = (begin + i) % locks.length;
            double[] found = sum(data, n, block);
            synchronized (locks[block]) {
                for (int p = 0; p < found.length; p++) {
                    sums[block * BLOCK + p] += found[p];
                }
            }
        }
    }

    private void addLanes(MemorySegment data, int n) {
        LaneSums[] mine = lanes.poll();
        if (mine == null) {
            mine = new LaneSums[locks.length];
            for (int b = 0; b < mine.length; b++) {
                mine[b] = new LaneSums(raw.dtype(), pixels(b), false);
            }
        }
        for (int b = 0; b < mine.length; b++) {
            long at = (long) b * BLOCK * raw.dtype().bytes();
            for (int i = 0; i < n; i++) {
                mine[b].add(data, at + (long) i * raw.patternBytes());
                if (mine[b].isFull()) {
                    handOver(mine[b], b);
                }
            }
        }
        if (raw.pixels() <= KEPT_PIXELS) {
            lanes.add(mine);
        } else {
            handOver(mine);
        }
    }

    private void handOver(LaneSums[] mine) {
        for (int b = 0; b < mine.length; b++) {
            handOver(mine[b], b);
        }
    }

    private void handOver(LaneSums lane, int block) {
        int[] found = new int[pixels(block)];
        lane.drain(found, 0);
        synchronized (locks[block]) {
            for (int p = 0; p < found.length; p++) {
                sums[block * BLOCK + p] += found[p];
            }
        }
    }

    private int pixels(int block) {
        return Math.min(BLOCK, raw.pixels() - block * BLOCK);
    }

    private double[] sum(MemorySegment data, int n, int block) {
        var dtype = raw.dtype();
        int pixels = pixels(block);
        long at = (long) block * BLOCK * dtype.bytes();
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
        for (int p = 0; p < whole.length; p++) {
            found[p] = whole[p];
        }
        return found;
    }

    /// Of all patterns, one per pixel. Called after the last `add`.
    double[] total() {
        for (LaneSums[] mine = lanes.poll(); mine != null; mine = lanes.poll()) {
            handOver(mine);
        }
        return sums;
    }
}
