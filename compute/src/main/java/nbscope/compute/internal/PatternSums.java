package nbscope.compute.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.DType;

/// The sum of all patterns of a frame in plain memory, pixel by pixel. Each thread adds into its own array; integers
/// are exact, floats are added in float64 (order, and with it the last bits, may differ between runs).
final class PatternSums {
    /// 32768 values of 65535 stay below 2^31.
    private static final int PATTERNS_PER_FLUSH = 32768;

    private PatternSums() {}

    static void sum(HostChunks chunks, Workers workers, long[] out) {
        var g = chunks.geometry();
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            workers.run(chunks.positions(i), g.patternBytes(), (from, to) -> {
                if (g.dtype().bytes() == 4) {
                    longs(g, chunk, from, to, out);
                    return;
                }
                for (int s = from; s < to; s += PATTERNS_PER_FLUSH) {
                    ints(g, chunk, s, Math.min(to, s + PATTERNS_PER_FLUSH), out);
                }
            });
        }
    }

    private static void longs(Geometry g, MemorySegment chunk, int from, int to, long[] out) {
        long[] mine = new long[g.pixels()];
        for (int s = from; s < to; s++) {
            add(g.dtype(), chunk, (long) s * g.patternBytes(), mine);
        }
        synchronized (out) {
            for (int p = 0; p < mine.length; p++) {
                out[p] += mine[p];
            }
        }
    }

    private static void ints(Geometry g, MemorySegment chunk, int from, int to, long[] out) {
        int[] mine = new int[g.pixels()];
        for (int s = from; s < to; s++) {
            add(g.dtype(), chunk, (long) s * g.patternBytes(), mine);
        }
        synchronized (out) {
            for (int p = 0; p < mine.length; p++) {
                out[p] += mine[p];
            }
        }
    }

    static void sum(HostChunks chunks, Workers workers, double[] out) {
        var g = chunks.geometry();
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            workers.run(chunks.positions(i), g.patternBytes(), (from, to) -> {
                double[] mine = new double[g.pixels()];
                for (int s = from; s < to; s++) {
                    add(g.dtype(), chunk, (long) s * g.patternBytes(), mine);
                }
                synchronized (out) {
                    for (int p = 0; p < mine.length; p++) {
                        out[p] += mine[p];
                    }
                }
            });
        }
    }

    // hot loop
    private static void add(DType dtype, MemorySegment s, long base, int[] sum) {
        switch (dtype) {
            case U8 -> {
                for (int p = 0; p < sum.length; p++) {
                    sum[p] += s.get(ValueLayout.JAVA_BYTE, base + p) & 0xff;
                }
            }
            case I8 -> {
                for (int p = 0; p < sum.length; p++) {
                    sum[p] += s.get(ValueLayout.JAVA_BYTE, base + p);
                }
            }
            case U16 -> {
                for (int p = 0; p < sum.length; p++) {
                    sum[p] += s.get(ScalarSums.I16, base + 2L * p) & 0xffff;
                }
            }
            case I16 -> {
                for (int p = 0; p < sum.length; p++) {
                    sum[p] += s.get(ScalarSums.I16, base + 2L * p);
                }
            }
            case U32, I32, U64, I64, F32, F64 -> throw new IllegalArgumentException(dtype + " does not fit an int");
        }
    }

    // hot loop
    private static void add(DType dtype, MemorySegment s, long base, long[] sum) {
        if (dtype == DType.U32) {
            for (int p = 0; p < sum.length; p++) {
                sum[p] += s.get(ScalarSums.I32, base + 4L * p) & 0xffff_ffffL;
            }
        } else {
            for (int p = 0; p < sum.length; p++) {
                sum[p] += s.get(ScalarSums.I32, base + 4L * p);
            }
        }
    }

    private static void add(DType dtype, MemorySegment s, long base, double[] sum) {
        for (int p = 0; p < sum.length; p++) {
            sum[p] += dtype == DType.F32 ? s.get(ScalarSums.F32, base + 4L * p) : s.get(ScalarSums.F64, base + 8L * p);
        }
    }
}
