package nbscope.io.internal.filter;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Scalar code until the JIT has compiled the vector twin, which is a hundred times slower before that. Each element
/// size is warmed on a daemon thread after its first use, and taken over once it beats the scalar code three times;
/// where it never does, the scalar code stays. Safe from any thread.
final class WarmingBitPlanes implements BitPlanes {
    private static final int COLD = 0;
    private static final int WARMING = 1;
    private static final int COMPILED = 2;

    private static final int SIZES = 17;
    private static final int BLOCK = 8192;
    private static final int WINS = 3;
    private static final int ROUNDS = 50;
    private static final long LONGEST_NANOS = 10_000_000_000L;

    private final BitPlanes scalar;
    private final BitPlanes vector;
    private final AtomicIntegerArray states = new AtomicIntegerArray(SIZES);

    WarmingBitPlanes(BitPlanes scalar, BitPlanes vector) {
        this.scalar = scalar;
        this.vector = vector;
    }

    @Override
    public void join(int item, int n, byte[] planes, MemorySegment out, long to, Room room) {
        int state = item < SIZES ? states.get(item) : WARMING;
        if (state == COLD && states.compareAndSet(item, COLD, WARMING)) {
            Thread.ofPlatform()
                    .daemon()
                    .name("nbscope-bit-planes-warm-up-" + item)
                    .start(() -> warm(item));
        }
        (state == COMPILED ? vector : scalar).join(item, n, planes, out, to, room);
    }

    private void warm(int item) {
        byte[][] kinds = {new byte[BLOCK * 2], new byte[BLOCK * 2]};
        // Small counts, and numbers that use all bits: two loops.
        SplittableRandom random = new SplittableRandom(1);
        random.nextBytes(kinds[0]);
        System.arraycopy(kinds[0], 0, kinds[1], 0, BLOCK / item / 2);
        // A shared arena, as most reads fill: code that was compiled for another kind would be thrown away.
        try (Arena arena = Arena.ofShared()) {
            MemorySegment out = arena.allocate(2 * BLOCK);
            Room room = new Room();
            int n = BLOCK / (64 * item) * 64 * item;
            int wins = 0;
            for (long end = System.nanoTime() + LONGEST_NANOS; wins < WINS && System.nanoTime() < end; ) {
                long ours = time(vector, item, n, kinds, out, room);
                wins = ours < time(scalar, item, n, kinds, out, room) ? wins + 1 : 0;
            }
            if (wins == WINS) {
                states.set(item, COMPILED);
            }
        }
    }

    private static long time(BitPlanes by, int item, int n, byte[][] kinds, MemorySegment out, Room room) {
        long start = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            by.join(item, n, kinds[i & 1], out, 0, room);
        }
        return System.nanoTime() - start;
    }

    /// Whether an element size has changed over, for tests.
    boolean isCompiled(int item) {
        return states.get(item) == COMPILED;
    }
}
