package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.io.DType;

/// The sum of some or all patterns of a frame in plain memory, pixel by pixel. Each thread adds into its
/// own array; integers are exact, floats are added in float64 (order, and with it the last bits, may differ
/// between runs). Patterns pass through a Java array, which is fast before the JIT's last stage too: the
/// first picture waits for this sum.
public final class PatternSums {
    /// 32768 values of 65535 stay below 2^31.
    private static final int PATTERNS_PER_FLUSH = 32768;

    private PatternSums() {}

    public static void sum(HostChunks chunks, Workers workers, Runs positions, long[] out) {
        var g = chunks.geometry();
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            int[] at = positions
                    .within(chunks.firstPosition(i), chunks.firstPosition(i) + chunks.positions(i))
                    .numbers();
            workers.run(at.length, g.patternBytes(), (from, to) -> {
                if (g.dtype().bytes() == 4) {
                    longs(g, chunk, at, from, to, out);
                    return;
                }
                for (int s = from; s < to; s += PATTERNS_PER_FLUSH) {
                    ints(g, chunk, at, s, Math.min(to, s + PATTERNS_PER_FLUSH), out);
                }
            });
        }
    }

    private static void longs(Geometry g, MemorySegment chunk, int[] at, int from, int to, long[] out) {
        long[] mine = new long[g.pixels()];
        int[] pattern = new int[g.pixels()];
        long mask = g.dtype() == DType.U32 ? 0xffff_ffffL : -1L;
        for (int s = from; s < to; s++) {
            MemorySegment.copy(chunk, Pixels.I32, (long) at[s] * g.patternBytes(), pattern, 0, pattern.length);
            for (int p = 0; p < mine.length; p++) {
                mine[p] += pattern[p] & mask;
            }
        }
        synchronized (out) {
            for (int p = 0; p < mine.length; p++) {
                out[p] += mine[p];
            }
        }
    }

    private static void ints(Geometry g, MemorySegment chunk, int[] at, int from, int to, long[] out) {
        int[] mine = new int[g.pixels()];
        if (g.dtype().bytes() == 1) {
            addBytes(g, chunk, at, from, to, mine);
        } else {
            addShorts(g, chunk, at, from, to, mine);
        }
        synchronized (out) {
            for (int p = 0; p < mine.length; p++) {
                out[p] += mine[p];
            }
        }
    }

    private static void addBytes(Geometry g, MemorySegment chunk, int[] at, int from, int to, int[] sum) {
        byte[] pattern = new byte[g.pixels()];
        int mask = g.dtype() == DType.U8 ? 0xff : -1;
        for (int s = from; s < to; s++) {
            MemorySegment.copy(
                    chunk, ValueLayout.JAVA_BYTE, (long) at[s] * g.patternBytes(), pattern, 0, pattern.length);
            for (int p = 0; p < sum.length; p++) {
                sum[p] += pattern[p] & mask;
            }
        }
    }

    private static void addShorts(Geometry g, MemorySegment chunk, int[] at, int from, int to, int[] sum) {
        short[] pattern = new short[g.pixels()];
        int mask = g.dtype() == DType.U16 ? 0xffff : -1;
        for (int s = from; s < to; s++) {
            MemorySegment.copy(chunk, Pixels.I16, (long) at[s] * g.patternBytes(), pattern, 0, pattern.length);
            for (int p = 0; p < sum.length; p++) {
                sum[p] += pattern[p] & mask;
            }
        }
    }

    public static void sum(HostChunks chunks, Workers workers, Runs positions, double[] out) {
        var g = chunks.geometry();
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            int[] at = positions
                    .within(chunks.firstPosition(i), chunks.firstPosition(i) + chunks.positions(i))
                    .numbers();
            workers.run(at.length, g.patternBytes(), (from, to) -> {
                double[] mine = new double[g.pixels()];
                for (int s = from; s < to; s++) {
                    add(g.dtype(), chunk, (long) at[s] * g.patternBytes(), mine);
                }
                synchronized (out) {
                    for (int p = 0; p < mine.length; p++) {
                        out[p] += mine[p];
                    }
                }
            });
        }
    }

    private static void add(DType dtype, MemorySegment s, long base, double[] sum) {
        for (int p = 0; p < sum.length; p++) {
            sum[p] += dtype == DType.F32 ? s.get(Pixels.F32, base + 4L * p) : s.get(Pixels.F64, base + 8L * p);
        }
    }

    /// All patterns, each times the weight of its position.
    public static void weighted(HostChunks chunks, Workers workers, double[] weights, double[] out) {
        var g = chunks.geometry();
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            int first = chunks.firstPosition(i);
            workers.run(chunks.positions(i), g.patternBytes(), (from, to) -> {
                double[] mine = new double[g.pixels()];
                double[] pattern = new double[g.pixels()];
                for (int s = from; s < to; s++) {
                    double weight = weights[first + s];
                    if (weight == 0) {
                        continue;
                    }
                    Pixels.toDoubles(g.dtype(), chunk, (long) s * g.patternBytes(), pattern, pattern.length);
                    for (int p = 0; p < mine.length; p++) {
                        mine[p] += weight * pattern[p];
                    }
                }
                synchronized (out) {
                    for (int p = 0; p < mine.length; p++) {
                        out[p] += mine[p];
                    }
                }
            });
        }
    }
}
