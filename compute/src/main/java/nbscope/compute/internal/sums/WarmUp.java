package nbscope.compute.internal.sums;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.compute.internal.store.HostChunks;
import nbscope.io.DType;

/// Lets the JIT compile the vector kernel of a type in the background: the Vector API is slow until compiled, and a
/// picture would otherwise wait up to a second for it. Integers are warmed up after their first image and take the
/// scalar kernel until then, whose sums are the same; on a CPU where the vector kernel never gets fast they stay there.
/// Floats take the vector kernel at once, so that a call's last bits do not depend on when it was made; they are warmed
/// up while they are loaded. Safe from any thread.
public final class WarmUp {
    private static final long LONGEST_NANOS = 10_000_000_000L;
    private static final int PATTERNS = 200;
    private static final int PATTERN_BYTES = 2048;

    /// Too few to be worth four patterns at a time, and more than one: a loop that never turns is compiled as none.
    private static final int FEW_BLOCKS = 3;

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

    /// What is run until it is fast: once over patterns that lie one after another.
    public interface Pass {
        void run(DType dtype, MemorySegment data, int patterns, int patternBytes);
    }

    /// One for each loop of a kernel: whole patterns, most blocks, what is left of a group of four, few blocks.
    public static List<Pass> sums(SumKernel kernel) {
        return List.of(
                (t, data, n, bytes) -> sum(kernel, new Patterns(t, data, bytes, 0, n), plan(t, bytes, 0, false)),
                (t, data, n, bytes) -> sum(kernel, new Patterns(t, data, bytes, 0, n), plan(t, bytes, 1, false)),
                (t, data, n, bytes) -> {
                    var most = plan(t, bytes, 1, false);
                    for (int i = 0; i + 3 <= n; i += 3) {
                        sum(kernel, new Patterns(t, data, bytes, i, 3), most);
                    }
                },
                (t, data, n, bytes) -> sum(kernel, new Patterns(t, data, bytes, 0, n), plan(t, bytes, 1, true)));
    }

    private static void sum(SumKernel kernel, Patterns patterns, Plan plan) {
        if (patterns.dtype().isInteger()) {
            kernel.sum(patterns, plan, new long[patterns.count()], 0);
        } else {
            kernel.sum(patterns, plan, new double[patterns.count()], 0);
        }
    }

    /// @param first pixel selected
    /// @param few   only pixels of the last blocks
    private static Plan plan(DType dtype, int patternBytes, int first, boolean few) {
        boolean[] selected = new boolean[patternBytes / dtype.bytes()];
        int from = few ? selected.length - FEW_BLOCKS * Plan.BLOCK_BYTES / dtype.bytes() : first;
        Arrays.fill(selected, from, selected.length, true);
        return Plan.of(selected, dtype.bytes());
    }

    /// Starts once for each type, on a daemon thread; returns at once.
    public void start(DType dtype, List<Pass> passes) {
        synchronized (this) {
            if (!started.add(dtype)) {
                return;
            }
        }
        Thread.ofPlatform().daemon().name("nbscope-warm-up-" + dtype).start(() -> run(dtype, passes));
    }

    private void run(DType dtype, List<Pass> passes) {
        long end = System.nanoTime() + LONGEST_NANOS;
        // The same kind of memory as a stack's: for another kind the JIT would throw the code away at the first image.
        try (var arena = Arena.ofShared()) {
            var data = OffHeap.allocate(arena, (long) PATTERNS * PATTERN_BYTES + HostChunks.PADDING);
            data.fill((byte) 0);
            while (System.nanoTime() < end) {
                boolean fast = true;
                for (Pass pass : passes) {
                    long start = System.nanoTime();
                    pass.run(dtype, data, PATTERNS, PATTERN_BYTES);
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
}
