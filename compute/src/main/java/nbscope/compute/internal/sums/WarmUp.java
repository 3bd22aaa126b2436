package nbscope.compute.internal.sums;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.compute.internal.store.HostChunks;
import nbscope.io.DType;

/// Lets the JIT compile the vector kernel of an integer type, in the background after the first image of that type: the
/// Vector API is slow until compiled, and the first picture would otherwise wait up to a second for it. Until then
/// integers take the scalar kernel, whose sums are the same; on a CPU where the vector kernel never gets fast they stay
/// there. Floats take the vector kernel at once, so that a call's last bits do not depend on when it was made.
/// Safe from any thread.
public final class WarmUp {
    private static final long LONGEST_NANOS = 10_000_000_000L;
    private static final int PATTERNS = 200;
    private static final int PATTERN_BYTES = 2048;

    /// Uncompiled code needs a hundred times as long for one pass.
    private static final long COMPILED_BELOW_NANOS = PATTERNS * PATTERN_BYTES;

    private final Set<DType> started = EnumSet.noneOf(DType.class);
    private final Set<DType> compiled = EnumSet.noneOf(DType.class);

    /// A warm-up that has nothing to do: the vector kernel is used from the first call on.
    public static WarmUp done() {
        var warmUp = new WarmUp();
        warmUp.started.addAll(EnumSet.allOf(DType.class));
        warmUp.compiled.addAll(EnumSet.allOf(DType.class));
        return warmUp;
    }

    /// Whether the kernel is worth using by now.
    public synchronized boolean isCompiled(DType dtype) {
        return compiled.contains(dtype);
    }

    /// Starts once for each type, on a daemon thread; returns at once.
    public void start(DType dtype, SumKernel kernel) {
        synchronized (this) {
            if (!started.add(dtype)) {
                return;
            }
        }
        Thread.ofPlatform().daemon().name("nbscope-warm-up-" + dtype).start(() -> run(dtype, kernel));
    }

    private void run(DType dtype, SumKernel kernel) {
        var plans = plans(dtype.bytes());
        long[] sums = new long[PATTERNS];
        long end = System.nanoTime() + LONGEST_NANOS;
        // The same kind of memory as a stack's: for another kind the JIT would throw the code away at the first image.
        try (var arena = Arena.ofShared()) {
            var data = OffHeap.allocate(arena, (long) PATTERNS * PATTERN_BYTES + HostChunks.PADDING);
            data.fill((byte) 0);
            while (System.nanoTime() < end) {
                boolean fast = true;
                for (Plan plan : plans) {
                    long start = System.nanoTime();
                    kernel.sum(dtype, data, PATTERN_BYTES, 0, PATTERNS, plan, sums, 0);
                    fast &= System.nanoTime() - start < COMPILED_BELOW_NANOS;
                }
                if (fast) {
                    synchronized (this) {
                        compiled.add(dtype);
                    }
                    return;
                }
            }
        }
    }

    /// One for each loop of a kernel: whole patterns, most blocks, some blocks.
    private static List<Plan> plans(int pixelSize) {
        int pixels = PATTERN_BYTES / pixelSize;
        boolean[] whole = new boolean[pixels];
        Arrays.fill(whole, true);
        boolean[] most = whole.clone();
        most[0] = false;
        boolean[] some = new boolean[pixels];
        Arrays.fill(some, pixels / 4, pixels / 2, true);
        return List.of(Plan.of(whole, pixelSize), Plan.of(most, pixelSize), Plan.of(some, pixelSize));
    }
}
