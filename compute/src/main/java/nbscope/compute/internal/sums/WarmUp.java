package nbscope.compute.internal.sums;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumSet;
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

    /// What is run until it is fast: once over patterns that lie one after another.
    public interface Pass {
        void run(DType dtype, MemorySegment data, int patterns, int patternBytes);
    }

    /// All ways of a sum: whole patterns, most of their blocks, few of them, and what is left of a group.
    public static Pass sums(SumKernel kernel) {
        return (dtype, data, patterns, patternBytes) -> {
            boolean[] selected = new boolean[patternBytes / dtype.bytes()];
            long[] sums = new long[patterns];
            Arrays.fill(selected, true);
            kernel.sum(dtype, data, patternBytes, 0, patterns, Plan.of(selected, dtype.bytes()), sums, 0);
            selected[0] = false;
            var most = Plan.of(selected, dtype.bytes());
            kernel.sum(dtype, data, patternBytes, 0, patterns, most, sums, 0);
            for (int i = 0; i + 3 <= patterns; i += 3) {
                kernel.sum(dtype, data, patternBytes, i, 3, most, sums, i);
            }
            Arrays.fill(selected, 0, selected.length - Plan.BLOCK_BYTES / dtype.bytes(), false);
            var few = Plan.of(selected, dtype.bytes());
            kernel.sum(dtype, data, patternBytes, 0, patterns, few, sums, 0);
        };
    }

    /// Starts once for each type, on a daemon thread; returns at once.
    public void start(DType dtype, Pass pass) {
        synchronized (this) {
            if (!started.add(dtype)) {
                return;
            }
        }
        Thread.ofPlatform().daemon().name("nbscope-warm-up-" + dtype).start(() -> run(dtype, pass));
    }

    private void run(DType dtype, Pass pass) {
        long end = System.nanoTime() + LONGEST_NANOS;
        // The same kind of memory as a stack's: for another kind the JIT would throw the code away at the first image.
        try (var arena = Arena.ofShared()) {
            var data = OffHeap.allocate(arena, (long) PATTERNS * PATTERN_BYTES + HostChunks.PADDING);
            data.fill((byte) 0);
            for (long start = System.nanoTime(); start < end; ) {
                pass.run(dtype, data, PATTERNS, PATTERN_BYTES);
                long now = System.nanoTime();
                if (now - start < COMPILED_BELOW_NANOS) {
                    synchronized (this) {
                        compiled.add(dtype);
                    }
                    return;
                }
                start = now;
            }
        }
    }
}
