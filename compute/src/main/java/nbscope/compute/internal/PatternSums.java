package nbscope.compute.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.DType;

/// The sum of all patterns of a frame in plain memory, pixel by pixel. Each thread adds into its own array; integers
/// are exact, floats are added in float64 (order, and with it the last bits, may differ between runs).
final class PatternSums {
    private PatternSums() {}

    static void sum(HostChunks chunks, Workers workers, long[] out) {
        var g = chunks.geometry();
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            workers.run(chunks.positions(i), g.patternBytes(), (from, to) -> {
                long[] mine = new long[g.pixels()];
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
    private static void add(DType dtype, MemorySegment s, long base, long[] sum) {
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
            case U32 -> {
                for (int p = 0; p < sum.length; p++) {
                    sum[p] += s.get(ScalarSums.I32, base + 4L * p) & 0xffff_ffffL;
                }
            }
            case I32 -> {
                for (int p = 0; p < sum.length; p++) {
                    sum[p] += s.get(ScalarSums.I32, base + 4L * p);
                }
            }
            case U64, I64, F32, F64 -> throw new IllegalArgumentException(dtype + " has no exact integer sums");
        }
    }

    private static void add(DType dtype, MemorySegment s, long base, double[] sum) {
        for (int p = 0; p < sum.length; p++) {
            sum[p] += dtype == DType.F32 ? s.get(ScalarSums.F32, base + 4L * p) : s.get(ScalarSums.F64, base + 8L * p);
        }
    }
}
