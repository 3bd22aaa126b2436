package nbscope.compute.internal;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import nbscope.io.DType;

/// Lets the JIT compile the vector kernel of a pixel type while a stack of that type is still being read: the Vector
/// API is slow until compiled, and the first picture would otherwise wait up to a second for it. Safe from any thread.
final class WarmUp {
    private static final long LONGEST_NANOS = 2_000_000_000L;
    private static final int PASSES = 60;
    private static final int PATTERNS = 200;

    private final Set<DType> started = EnumSet.noneOf(DType.class);

    /// Starts once for each type, on a daemon thread; returns at once.
    void start(DType dtype, SumKernel kernel) {
        synchronized (this) {
            if (!started.add(dtype)) {
                return;
            }
        }
        Thread.ofPlatform().daemon().name("nbscope-warm-up-" + dtype).start(() -> run(dtype, kernel));
    }

    private static void run(DType dtype, SumKernel kernel) {
        boolean[] selected = new boolean[1024];
        Arrays.fill(selected, true);
        var plan = Plan.of(selected, dtype.bytes());
        int patternBytes = selected.length * dtype.bytes();
        long[] sums = new long[PATTERNS];
        double[] floats = new double[PATTERNS];
        long end = System.nanoTime() + LONGEST_NANOS;
        try (var arena = Arena.ofConfined()) {
            var data = arena.allocate((long) PATTERNS * patternBytes + HostChunks.PADDING, 64);
            for (int pass = 0; pass < PASSES && System.nanoTime() < end; pass++) {
                if (dtype.isInteger()) {
                    kernel.sum(dtype, data, patternBytes, 0, PATTERNS, plan, sums, 0);
                } else {
                    kernel.sum(dtype, data, patternBytes, 0, PATTERNS, plan, floats, 0);
                }
            }
        }
    }
}
