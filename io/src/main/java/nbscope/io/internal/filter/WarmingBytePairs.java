package nbscope.io.internal.filter;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/// Scalar code until the JIT has compiled the vector twin, which is a hundred times slower before that. It is warmed on
/// a daemon thread after the first use and taken over once it beats the scalar code three times; where it never does,
/// the scalar code stays. Safe from any thread.
final class WarmingBytePairs implements BytePairs {
    private static final int WINS = 3;
    private static final int ROUNDS = 50;
    private static final long LONGEST_NANOS = 10_000_000_000L;

    private final BytePairs scalar;
    private final BytePairs vector;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean compiled;

    WarmingBytePairs(BytePairs scalar, BytePairs vector) {
        this.scalar = scalar;
        this.vector = vector;
    }

    @Override
    public void join(MemorySegment planes, long low, long high, MemorySegment out, long to, int n) {
        if (compiled) {
            vector.join(planes, low, high, out, to, n);
            return;
        }
        if (!begun.get() && begun.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("nbscope-byte-pairs-warm-up").start(this::warm);
        }
        scalar.join(planes, low, high, out, to, n);
    }

    private void warm() {
        // A shared arena, as most images fill: code that was compiled for another kind would be thrown away.
        try (Arena arena = Arena.ofShared()) {
            MemorySegment planes = arena.allocate(2L * BATCH);
            MemorySegment out = arena.allocate(2L * BATCH);
            int wins = 0;
            for (long end = System.nanoTime() + LONGEST_NANOS; wins < WINS && System.nanoTime() < end; ) {
                long ours = time(vector, planes, out);
                wins = ours < time(scalar, planes, out) ? wins + 1 : 0;
            }
            compiled = wins == WINS;
        }
    }

    private static long time(BytePairs pairs, MemorySegment planes, MemorySegment out) {
        long start = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            pairs.join(planes, 0, BATCH, out, 0, BATCH);
        }
        return System.nanoTime() - start;
    }

    /// Whether it has changed over, for tests.
    boolean isCompiled() {
        return compiled;
    }
}
