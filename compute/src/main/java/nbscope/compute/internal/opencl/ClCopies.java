package nbscope.compute.internal.opencl;

import java.lang.foreign.Arena;
import nbscope.compute.ComputePath;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Patterns;
import nbscope.compute.internal.sums.ScalarSums;
import nbscope.compute.internal.sums.WeightPlan;
import nbscope.compute.internal.sums.Work;
import nbscope.io.Pixels;

/// What a device without float64 cannot do: weighted sums, on copies of its patterns.
record ClCopies(ClStore store, Geometry geometry) {
    private static final long BATCH_BYTES = 4 << 20;

    Work weighted(WeightPlan plan, double[] out) {
        var scalar = new ScalarSums();
        int bytes = geometry.patternBytes();
        int batch = (int) Math.max(1, Math.min(geometry.positions(), BATCH_BYTES / bytes));
        try (var arena = Arena.ofConfined()) {
            var patterns = arena.allocate((long) batch * bytes + HostChunks.PADDING, 64);
            for (int at = 0; at < geometry.positions(); at += batch) {
                int n = Math.min(batch, geometry.positions() - at);
                for (int i = 0; i < n; i++) {
                    store.pattern(at + i, patterns.asSlice((long) i * bytes, bytes));
                }
                scalar.weighted(new Patterns(geometry.dtype(), patterns, bytes, 0, n), plan, out, at);
            }
        }
        return new Work(
                plan.allBlocks() ? ComputePath.DENSE : ComputePath.BLOCK_SPARSE,
                geometry.positions() * plan.bytesTouched());
    }

    Work patternSum(double[] weights, double[] out) {
        double[] pattern = new double[out.length];
        int count = 0;
        try (var arena = Arena.ofConfined()) {
            var bytes = arena.allocate(geometry.patternBytes(), 8);
            for (int s = 0; s < weights.length; s++) {
                if (weights[s] != 0) {
                    store.pattern(s, bytes);
                    Pixels.toDoubles(geometry.dtype(), bytes, 0, pattern, 0, pattern.length);
                    for (int p = 0; p < out.length; p++) {
                        out[p] += weights[s] * pattern[p];
                    }
                    count++;
                }
            }
        }
        return new Work(
                count == geometry.positions() ? ComputePath.DENSE : ComputePath.BLOCK_SPARSE,
                (long) count * geometry.patternBytes());
    }
}
