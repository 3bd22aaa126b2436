package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.frames.SumFrames;
import nbscope.compute.internal.sums.Runs;
import nbscope.io.DType;
import nbscope.io.Pixels;
import org.jspecify.annotations.Nullable;

/// The sum of some or all patterns of a frame in plain memory, pixel by pixel. Each thread adds into its
/// own array; integers are exact, floats are added in float64 (order, and with it the last bits, may differ
/// between runs).
///
/// Until the kernel of the UDF that adds frames is compiled, patterns pass through a Java array, which is fast
/// before the JIT's last stage too: the first picture waits for this sum.
final class PatternSums {
    /// 32768 values of 65535 stay below 2^31.
    private static final int PATTERNS_PER_FLUSH = 32768;

    private static final long LARGE = 32L << 20;

    private PatternSums() {}

    static void sum(HostChunks chunks, Workers workers, Runs positions, boolean vector, long[] out) {
        var g = chunks.geometry();
        var fast = vector ? SumFrames.TWIN.compiled(g.dtype()) : null;
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            int[] at = positions
                    .within(chunks.firstPosition(i), chunks.firstPosition(i) + chunks.positions(i))
                    .numbers();
            workers.run(at.length, share(at.length, g), (from, to) -> {
                if (g.dtype().bytes() == 4) {
                    longs(g, chunk, fast, at, from, to, out);
                    return;
                }
                for (int s = from; s < to; s += PATTERNS_PER_FLUSH) {
                    ints(g, chunk, fast, at, s, Math.min(to, s + PATTERNS_PER_FLUSH), out);
                }
            });
        }
        warmUp(g.dtype(), vector);
    }

    /// Bytes of a pattern as the workers are told: less than it has where there is much to do, so that the sums
    /// of a share, which are cleared and added up for each, are little beside its patterns.
    private static long share(int patterns, Geometry g) {
        long parts = Math.clamp((long) patterns * g.patternBytes() / LARGE, 1, 16);
        return Math.max(1, g.patternBytes() / parts);
    }

    /// Only now: while the first picture is on its way every core is needed for it.
    private static void warmUp(DType dtype, boolean vector) {
        if (vector) {
            SumFrames.TWIN.of(dtype);
        }
    }

    private static long[] offsets(Geometry g, int[] at, int from, int to) {
        long[] offsets = new long[to - from];
        for (int s = from; s < to; s++) {
            offsets[s - from] = (long) at[s] * g.patternBytes();
        }
        return offsets;
    }

    private static void longs(
            Geometry g, MemorySegment chunk, @Nullable SumFrames fast, int[] at, int from, int to, long[] out) {
        long[] mine = new long[g.pixels()];
        if (fast != null) {
            fast.longs(g.dtype(), chunk, offsets(g, at, from, to), 0, to - from, g.pixels(), mine, 0);
        } else {
            addInts(g, chunk, at, from, to, mine);
        }
        synchronized (out) {
            for (int p = 0; p < mine.length; p++) {
                out[p] += mine[p];
            }
        }
    }

    private static void addInts(Geometry g, MemorySegment chunk, int[] at, int from, int to, long[] mine) {
        int[] pattern = new int[g.pixels()];
        long mask = g.dtype() == DType.U32 ? 0xffff_ffffL : -1L;
        for (int s = from; s < to; s++) {
            MemorySegment.copy(chunk, Pixels.I32, (long) at[s] * g.patternBytes(), pattern, 0, pattern.length);
            for (int p = 0; p < mine.length; p++) {
                mine[p] += pattern[p] & mask;
            }
        }
    }

    private static void ints(
            Geometry g, MemorySegment chunk, @Nullable SumFrames fast, int[] at, int from, int to, long[] out) {
        int[] mine = new int[g.pixels()];
        if (fast != null) {
            fast.ints(g.dtype(), chunk, offsets(g, at, from, to), 0, to - from, g.pixels(), mine, 0);
        } else if (g.dtype().bytes() == 1) {
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

    static void sum(HostChunks chunks, Workers workers, Runs positions, boolean vector, double[] out) {
        var g = chunks.geometry();
        var fast = vector ? SumFrames.TWIN.compiled(g.dtype()) : null;
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            int[] at = positions
                    .within(chunks.firstPosition(i), chunks.firstPosition(i) + chunks.positions(i))
                    .numbers();
            workers.run(at.length, share(at.length, g), (from, to) -> {
                double[] mine = new double[g.pixels()];
                if (fast != null) {
                    fast.doubles(g.dtype(), chunk, offsets(g, at, from, to), 0, to - from, mine.length, mine, 0);
                }
                for (int s = from; fast == null && s < to; s++) {
                    add(g.dtype(), chunk, (long) at[s] * g.patternBytes(), mine);
                }
                synchronized (out) {
                    for (int p = 0; p < mine.length; p++) {
                        out[p] += mine[p];
                    }
                }
            });
        }
        warmUp(g.dtype(), vector);
    }

    private static void add(DType dtype, MemorySegment s, long base, double[] sum) {
        for (int p = 0; p < sum.length; p++) {
            sum[p] += dtype == DType.F32 ? s.get(Pixels.F32, base + 4L * p) : s.get(Pixels.F64, base + 8L * p);
        }
    }

    /// All patterns, each times the weight of its position.
    static void weighted(HostChunks chunks, Workers workers, double[] weights, double[] out) {
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
                    Pixels.toDoubles(g.dtype(), chunk, (long) s * g.patternBytes(), pattern, 0, pattern.length);
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
