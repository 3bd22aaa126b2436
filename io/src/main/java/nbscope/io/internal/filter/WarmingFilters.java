package nbscope.io.internal.filter;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Scalar filters until the JIT has compiled the vector ones, which are a hundred times slower before that: the
/// first file would otherwise wait seconds for them. Each filter and element size is warmed on a daemon thread
/// after its first use, and taken over once it beats the scalar code; where it never does, the scalar code stays.
/// Both give the same bytes. Safe from any thread.
final class WarmingFilters implements Filters {
    /// What has a vector twin.
    enum Kind {
        UNSHUFFLE(0),
        BIT_UNSHUFFLE(1),
        /// Rows of up to 32, 64, 128 bytes count as sizes 1, 2, 3; longer ones have no vector code.
        MOVE(2);

        private final int row;

        Kind(int row) {
            this.row = row;
        }

        /// Where the state of a size stands.
        int at(int size) {
            return row * SIZES + size;
        }
    }

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
    private final AtomicIntegerArray states = new AtomicIntegerArray(Kind.values().length * SIZES);

    WarmingFilters(Filters scalar, Filters vector, long delayMillis) {
        this.scalar = scalar;
        this.vector = vector;
        this.delayMillis = delayMillis;
    }

    @Override
    public void unshuffle(int item, int n, byte[] in, byte[] out) {
        chosen(Kind.UNSHUFFLE, item).unshuffle(item, n, in, out);
    }

    @Override
    public void bitUnshuffle(int item, int n, byte[] in, byte[] out, byte[] planes) {
        chosen(Kind.BIT_UNSHUFFLE, item).bitUnshuffle(item, n, in, out, planes);
    }

    @Override
    public void move(byte[] in, int from, int inStep, MemorySegment out, long to, long outStep, int bytes, int rows) {
        Filters filters = bytes > 128 ? scalar : chosen(Kind.MOVE, bytes <= 32 ? 1 : bytes <= 64 ? 2 : 3);
        filters.move(in, from, inStep, out, to, outStep, bytes, rows);
    }

    private Filters chosen(Kind kind, int size) {
        if (size < 1 || size >= SIZES) {
            return scalar;
        }
        int at = kind.at(size);
        int state = states.get(at);
        if (state == COLD && states.compareAndSet(at, COLD, WARMING)) {
            Thread.ofPlatform()
                    .daemon()
                    .name("nbscope-filter-warm-up-" + kind + "-" + size)
                    .start(() -> warm(at, kind, size));
        }
        return state == COMPILED ? vector : scalar;
    }

    private void warm(int at, Kind kind, int size) {
        try {
            Thread.sleep(delayMillis);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return;
        }
        // A shared arena, as most reads fill: code that was compiled for another kind would be thrown away.
        try (Arena arena = Arena.ofShared()) {
            MemorySegment out = arena.allocate(BLOCK);
            byte[][] blocks = new byte[3][BLOCK];
            int wins = 0;
            for (long end = System.nanoTime() + LONGEST_NANOS; wins < WINS && System.nanoTime() < end; ) {
                long ours = time(vector, kind, size, blocks, out);
                wins = ours < time(scalar, kind, size, blocks, out) ? wins + 1 : 0;
            }
            if (wins == WINS) {
                states.set(at, COMPILED);
            }
        }
    }

    private static long time(Filters filters, Kind kind, int size, byte[][] blocks, MemorySegment segment) {
        byte[] in = blocks[0];
        byte[] out = blocks[1];
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            switch (kind) {
                case UNSHUFFLE -> filters.unshuffle(size, BLOCK, in, out);
                case BIT_UNSHUFFLE -> filters.bitUnshuffle(size, BLOCK, in, out, blocks[2]);
                case MOVE -> {
                    int bytes = (16 << size) - 8;
                    filters.move(in, 0, bytes, segment, 0, bytes, bytes, BLOCK / bytes);
                }
            }
        }
        return System.nanoTime() - start;
    }

    /// Whether a filter has changed over, for tests.
    boolean isCompiled(Kind kind, int size) {
        return states.get(kind.at(size)) == COMPILED;
    }
}
