package nbscope.io.internal.filter;

import java.util.concurrent.atomic.AtomicIntegerArray;

/// Scalar filters until the JIT has compiled the vector ones, which are a hundred times slower before that: the first
/// file would otherwise wait seconds for them. Each filter and element size is warmed on a daemon thread after its
/// first
/// use, and taken over once it beats the scalar code; where it never does, the scalar code stays. Both give the same
/// bytes. Safe from any thread.
final class WarmingFilters implements Filters {
    private static final int COLD = 0;
    private static final int WARMING = 1;
    private static final int COMPILED = 2;

    private static final int SIZES = 256;
    private static final int BLOCK = 16 * 1024;
    private static final int WINS = 3;
    /// The first read and the first picture come before the JIT is kept busy with this.
    static final long FIRST_PICTURE_MILLIS = 2_000;

    private static final long LONGEST_NANOS = 10_000_000_000L;

    private final Filters scalar;
    private final Filters vector;
    private final long delayMillis;
    private final AtomicIntegerArray states = new AtomicIntegerArray(2 * SIZES);

    WarmingFilters(Filters scalar, Filters vector, long delayMillis) {
        this.scalar = scalar;
        this.vector = vector;
        this.delayMillis = delayMillis;
    }

    @Override
    public void unshuffle(int item, int n, byte[] in, byte[] out) {
        chosen(0, item).unshuffle(item, n, in, out);
    }

    @Override
    public void bitUnshuffle(int item, int n, byte[] in, byte[] out, byte[] planes) {
        chosen(1, item).bitUnshuffle(item, n, in, out, planes);
    }

    private Filters chosen(int filter, int item) {
        if (item < 1 || item >= SIZES) {
            return scalar;
        }
        int at = filter * SIZES + item;
        int state = states.get(at);
        if (state == COLD && states.compareAndSet(at, COLD, WARMING)) {
            Thread.ofPlatform()
                    .daemon()
                    .name("nbscope-filter-warm-up-" + item)
                    .start(() -> warm(at, filter == 1, item));
        }
        return state == COMPILED ? vector : scalar;
    }

    private void warm(int at, boolean bits, int item) {
        try {
            Thread.sleep(delayMillis);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return;
        }
        byte[] in = new byte[BLOCK];
        byte[] out = new byte[BLOCK];
        byte[] planes = new byte[BLOCK];
        int wins = 0;
        for (long end = System.nanoTime() + LONGEST_NANOS; wins < WINS && System.nanoTime() < end; ) {
            long ours = time(vector, bits, item, in, out, planes);
            wins = ours < time(scalar, bits, item, in, out, planes) ? wins + 1 : 0;
        }
        if (wins == WINS) {
            states.set(at, COMPILED);
        }
    }

    private static long time(Filters filters, boolean bits, int item, byte[] in, byte[] out, byte[] planes) {
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            if (bits) {
                filters.bitUnshuffle(item, BLOCK, in, out, planes);
            } else {
                filters.unshuffle(item, BLOCK, in, out);
            }
        }
        return System.nanoTime() - start;
    }

    /// Whether a filter has changed over, for tests.
    boolean isCompiled(boolean bits, int item) {
        return states.get((bits ? SIZES : 0) + item) == COMPILED;
    }
}
