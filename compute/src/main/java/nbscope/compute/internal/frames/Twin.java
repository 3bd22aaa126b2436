package nbscope.compute.internal.frames;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import nbscope.compute.JavaDevice;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.io.DType;
import org.jspecify.annotations.Nullable;

/// A kernel and its twin in the Vector API. The scalar one serves until the JIT has compiled the other one
/// in the background: uncompiled, the Vector API is a hundred times slower. Integer results are the same;
/// those of floats differ in the last bits. Without module jdk.incubator.vector the scalar one serves for
/// good, and no class of the other one is loaded. Safe from any thread.
public final class Twin<K> {
    private static final int FRAMES = 16;
    private static final int FRAME_BYTES = 16 << 10;
    private static final long LONGEST_NANOS = 10_000_000_000L;

    /// Passes that must be fast one after another.
    private static final int FAST_PASSES = 3;

    /// Uncompiled code needs a hundred times as long.
    private static final long COMPILED_BELOW_NANOS = (long) FRAMES * FRAME_BYTES;

    /// Runs a kernel once over frames that begin at these bytes.
    public interface Exercise<K> {
        void run(K kernel, DType dtype, java.lang.foreign.MemorySegment data, long[] offsets, int frameBytes);
    }

    private final K scalar;
    private final @Nullable K vector;
    private final Exercise<K> exercise;
    private final Set<DType> started = EnumSet.noneOf(DType.class);
    private volatile Set<DType> compiled = EnumSet.noneOf(DType.class);

    /// @param vector a lambda, not a method reference, which would load the class at once
    public Twin(K scalar, Supplier<K> vector, Exercise<K> exercise) {
        this.scalar = scalar;
        this.vector = JavaDevice.vectorModulePresent() ? vector.get() : null;
        this.exercise = exercise;
    }

    /// The one to use now.
    public K of(DType dtype) {
        K fast = vector;
        if (fast == null) {
            return scalar;
        }
        if (compiled.contains(dtype)) {
            return fast;
        }
        start(dtype, fast);
        return scalar;
    }

    /// The vector one once it is compiled, else null; starts nothing.
    public @Nullable K compiled(DType dtype) {
        return compiled.contains(dtype) ? vector : null;
    }

    private synchronized void start(DType dtype, K kernel) {
        if (started.add(dtype)) {
            Thread.ofPlatform().daemon().name("nbscope-udf-warm-up-" + dtype).start(() -> warm(dtype, kernel));
        }
    }

    private void warm(DType dtype, K kernel) {
        long end = System.nanoTime() + LONGEST_NANOS;
        long[] offsets = new long[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            offsets[i] = (long) i * FRAME_BYTES;
        }
        // The same kind of memory as a stack's: for another kind the JIT would throw the code away at the first run.
        try (var arena = Arena.ofShared()) {
            var data = OffHeap.allocate(arena, (long) FRAMES * FRAME_BYTES);
            data.fill((byte) 0);
            int fast = 0;
            for (long start = System.nanoTime(); start < end && fast < FAST_PASSES; ) {
                exercise.run(kernel, dtype, data, offsets, FRAME_BYTES);
                long now = System.nanoTime();
                fast = now - start < COMPILED_BELOW_NANOS ? fast + 1 : 0;
                start = now;
            }
            if (fast == FAST_PASSES) {
                add(dtype);
            }
        }
    }

    private synchronized void add(DType dtype) {
        Set<DType> more = EnumSet.copyOf(compiled);
        more.add(dtype);
        compiled = more;
    }
}
