package nbscope.io.internal.czi.profile;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/// A reader that is slow for a known reason. All its work is waiting, and clocks of its own say what the
/// waiting stands for: a busy machine makes no difference to what the measuring code sees.
final class SlowAccess implements TileAccess {
    /// Why it is slow.
    enum Injected {
        /// Nothing: tiles take 3 ms on one of two processors.
        NONE,
        /// Each read waits 15 ms for the storage, which serves any number at once.
        DELAY,
        /// 20 ms of computing, which one lock lets only one thread do at a time.
        LOCK,
        /// 15 ms of decompressing on one of two processors.
        CODEC,
        /// 6 ms of waiting for each sub-block that is decoded, one at a time.
        AMPLIFICATION
    }

    private static final int PROCESSORS = 2;

    private static final class Mine {
        private long io;
        private long decompress;
        private long cpu;
        private long runDelay;
    }

    private final TileAccess real;
    private final Injected injected;
    private final Semaphore gate;
    private final Map<Thread, Mine> clocks = new ConcurrentHashMap<>();

    SlowAccess(TileAccess real, Injected injected) {
        this.real = real;
        this.injected = injected;
        gate = new Semaphore(injected == Injected.LOCK || injected == Injected.AMPLIFICATION ? 1 : PROCESSORS);
    }

    private Mine mine() {
        return clocks.computeIfAbsent(Thread.currentThread(), thread -> new Mine());
    }

    @Override
    public void read(Piece piece) {
        long before = real.spent().decoded();
        real.read(piece);
        long decoded = real.spent().decoded() - before;
        Mine mine = mine();
        if (injected == Injected.DELAY) {
            mine.io += waited(15);
            return;
        }
        long from = System.nanoTime();
        gate.acquireUninterruptibly();
        long queued = System.nanoTime() - from;
        try {
            work(mine, queued, decoded);
        } finally {
            gate.release();
        }
    }

    private void work(Mine mine, long queued, long decoded) {
        switch (injected) {
            case AMPLIFICATION -> mine.io += queued + waited(6 * decoded);
            case LOCK -> compute(mine, 20);
            case NONE, CODEC -> {
                compute(mine, injected == Injected.NONE ? 3 : 15);
                mine.runDelay += queued;
            }
            case DELAY -> throw new IllegalStateException("waits without a gate");
        }
    }

    /// What a busy machine lets it wait longer than that stands on the real clock of the scheduler.
    private static void compute(Mine mine, long millis) {
        long took = waited(millis);
        mine.cpu += Math.min(took, millis * 1_000_000);
        mine.decompress += took;
    }

    private static long waited(long millis) {
        long from = System.nanoTime();
        long until = from + millis * 1_000_000;
        for (long now = from; now < until; now = System.nanoTime()) {
            LockSupport.parkNanos(until - now);
        }
        return System.nanoTime() - from;
    }

    @Override
    public Spent spent() {
        Mine mine = mine();
        return real.spent().plus(new Spent(0, mine.io, mine.decompress, 0, 0, 0, 0, 0));
    }

    @Override
    public long cpuNanos() {
        return real.cpuNanos() + mine().cpu;
    }

    @Override
    public long runDelayNanos() {
        return real.runDelayNanos() + mine().runDelay;
    }
}
