package nbscope.compute.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.LongStream;
import nbscope.compute.Detector;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Patterns;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Raster;
import nbscope.compute.internal.sums.ScalarSums;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Small frames, and the sums over them by the scalar kernel (the oracle).
final class Frames {
    static final DType[] INTEGERS = {DType.U8, DType.I8, DType.U16, DType.I16, DType.U32, DType.I32};

    private static final ScalarSums ORACLE = new ScalarSums();

    private Frames() {}

    static LongStream seeds(int n) {
        Long replay = Long.getLong("tests.seed");
        return replay != null ? LongStream.of(replay) : LongStream.rangeClosed(1, n);
    }

    /// Seeds that differ little give `Random` nearly the same first numbers, so they are spread first.
    static Random random(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    static Geometry shape(DType dtype, Random random) {
        return new Geometry(
                dtype, 1 + random.nextInt(30), 1 + random.nextInt(30), 1 + random.nextInt(40), 1 + random.nextInt(120));
    }

    static long chunkBytes(Geometry g, Random random) {
        return random.nextBoolean() ? Long.MAX_VALUE : g.rowBytes() * (1 + random.nextInt(3)) + HostChunks.PADDING;
    }

    /// @param value of pixel `k`, counted through all patterns; wraps round in the type of the pixels
    static HostChunks chunks(Geometry g, long maxAllocation, IntToDoubleFunction value) {
        var chunks = new HostChunks(g, maxAllocation);
        int k = 0;
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            // What lies behind the data must not count.
            chunk.fill((byte) 0xff);
            long n = (long) chunks.positions(i) * g.pixels();
            for (long p = 0; p < n; p++, k++) {
                double x = value.applyAsDouble(k);
                switch (g.dtype()) {
                    case U8, I8 -> chunk.set(ValueLayout.JAVA_BYTE, p, (byte) (long) x);
                    case U16, I16 -> chunk.set(Pixels.I16, 2 * p, (short) (long) x);
                    case U32, I32 -> chunk.set(Pixels.I32, 4 * p, (int) (long) x);
                    case F32 -> chunk.set(Pixels.F32, 4 * p, (float) x);
                    case F64 -> chunk.set(Pixels.F64, 8 * p, x);
                    default -> throw new IllegalArgumentException(g.dtype() + " is no pixel type of a stack");
                }
            }
        }
        return chunks;
    }

    static long[] longs(HostChunks chunks, Plan plan) {
        var g = chunks.geometry();
        long[] out = new long[g.positions()];
        for (int i = 0; i < chunks.count(); i++) {
            int n = chunks.positions(i);
            ORACLE.sum(
                    new Patterns(g.dtype(), chunks.chunk(i), g.patternBytes(), 0, n),
                    plan,
                    out,
                    chunks.firstPosition(i));
        }
        return out;
    }

    static double[] doubles(HostChunks chunks, Plan plan) {
        var g = chunks.geometry();
        double[] out = new double[g.positions()];
        for (int i = 0; i < chunks.count(); i++) {
            int n = chunks.positions(i);
            ORACLE.sum(
                    new Patterns(g.dtype(), chunks.chunk(i), g.patternBytes(), 0, n),
                    plan,
                    out,
                    chunks.firstPosition(i));
        }
        return out;
    }

    /// Within 1e-12 of the sum of absolute values.
    static void assertClose(HostChunks chunks, Plan plan, double[] found, String what) {
        double[] expected = doubles(chunks, plan);
        for (int s = 0; s < found.length; s++) {
            double most = 0;
            var pattern = chunks.pattern(s);
            for (int k = 0; k < plan.spans().length; k += 2) {
                for (int p = plan.spans()[k]; p < plan.spans()[k + 1]; p++) {
                    most += Math.abs(
                            chunks.geometry().dtype() == DType.F32
                                    ? pattern.get(Pixels.F32, 4L * p)
                                    : pattern.get(Pixels.F64, 8L * p));
                }
            }
            assertThat(Math.abs(found[s] - expected[s])).as("%s at %d", what, s).isLessThanOrEqualTo(1e-12 * most);
        }
    }

    /// A ring as a stack asks for it.
    static Plan ring(Geometry g, double row, double col, double inner, double outer, boolean[] excluded) {
        var detector = inner > 0 ? Detector.annulus(inner, outer) : Detector.disk(outer);
        var resolved = detector.at(row, col).resolve(Calibration.none(), g.detRows(), g.detCols());
        boolean[] selected = Raster.shape(resolved, g.detRows(), g.detCols());
        for (int p = 0; p < excluded.length; p++) {
            selected[p] &= !excluded[p];
        }
        return Plan.of(selected, g.dtype().bytes(), new Plan.Ring(row, col, inner, outer, excluded));
    }

    /// Any pixels.
    static Plan holes(Geometry g, Random random) {
        boolean[] selected = new boolean[g.pixels()];
        int often = 1 + random.nextInt(10);
        for (int p = 0; p < selected.length; p++) {
            selected[p] = random.nextInt(often) == 0;
        }
        return Plan.of(selected, g.dtype().bytes());
    }
}
