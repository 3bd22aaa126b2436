package nbscope.compute.internal.index;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import nbscope.compute.ComputePath;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.memory.Ledger;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Work;
import nbscope.io.DType;
import org.jspecify.annotations.Nullable;

/// The row-prefix index of one frame, while there is one: built in the background after the frame's first
/// image, dropped by `Memory.flushCache()`, when room is short, and with the frame. Owns the index. Safe
/// from any thread.
///
/// Two locks. `life` is held while the index is built and while it is dropped, so that neither overlaps the
/// other. `memory` is shared by sums and taken alone to give the memory back. Nobody waits for a build but
/// who drops it, and a build then ends within a millisecond.
public final class FrameIndex {
    /// After a refusal for lack of room nobody asks again for so long.
    private static final long RETRY_NANOS = 1_000_000_000L;

    /// A build waits at most this many times longer for others than it works.
    private static final int PATIENCE = 2;

    private static final long LONGEST_NANOS = 2_000_000;

    private final HostChunks chunks;
    private final Indexer indexer;
    private final String stack;
    private final int frame;
    private final String device;
    private final ReentrantLock life = new ReentrantLock();
    private final ReentrantReadWriteLock memory = new ReentrantReadWriteLock();

    private volatile @Nullable RowPrefixIndex index;
    private volatile boolean stop;
    private volatile boolean closed;
    private volatile long lastUsed = System.nanoTime();

    /// Guarded by `life`.
    private Ledger.@Nullable Held held;

    /// Guarded by `this`: nothing to be done any more, or not before `notBefore`.
    private boolean asked;

    private boolean never;
    private long notBefore = System.nanoTime();

    /// @param stack  the stack's name
    /// @param device the device's name
    public FrameIndex(HostChunks chunks, Indexer indexer, String stack, int frame, String device) {
        this.chunks = chunks;
        this.indexer = indexer;
        this.stack = stack;
        this.frame = frame;
        this.device = device;
        this.never = !RowPrefixIndex.suits(chunks.geometry());
    }

    /// Asks for the index, unless it is there, on its way or of no use. Returns at once.
    public void ask() {
        synchronized (this) {
            if (asked || never || closed || index != null || System.nanoTime() - notBefore < 0) {
                return;
            }
            asked = true;
        }
        indexer.build(this);
    }

    /// Exact sums, when the index is ready and cheaper than the blocks of the plan.
    ///
    /// @return what it took; null when `out` was not filled
    public @Nullable Work sum(Plan plan, Workers workers, long[] out) {
        lastUsed = System.nanoTime();
        if (index == null || !memory.readLock().tryLock()) {
            return null;
        }
        try {
            // Again, under the lock: it may have been dropped between.
            RowPrefixIndex ready = index;
            if (ready == null) {
                return null;
            }
            int[] ends = ready.ends(plan);
            if (ready.bytesTouched(ends) >= plan.bytesTouched()) {
                return null;
            }
            ready.sum(ends, workers, out);
            return new Work(ComputePath.ROW_PREFIX, chunks.geometry().positions() * ready.bytesTouched(ends));
        } finally {
            memory.readLock().unlock();
        }
    }

    /// When the frame was asked for, with or without an index.
    public long lastUsed() {
        return lastUsed;
    }

    /// Called by the indexer on its thread.
    public void build() {
        boolean again = false;
        life.lock();
        try {
            stop = false;
            again = closed || index != null || build(DType.U16) || build(DType.U32);
        } catch (OutOfMemoryError e) {
            // The budget said yes and the system no: sums go on without.
            again = false;
        } finally {
            life.unlock();
            synchronized (this) {
                asked = false;
                never |= !again;
            }
        }
    }

    /// @return false when the sums pass the type; true when the index is there, was stopped, or has no room
    private boolean build(DType sums) {
        var g = chunks.geometry();
        var claim = new Ledger.Claim(
                stack, "index " + frame, sums, device, Ledger.HOST, RowPrefixIndex.bytes(g, sums), this::drop);
        Ledger.Held room = indexer.room(claim);
        if (room == null) {
            synchronized (this) {
                notBefore = System.nanoTime() + RETRY_NANOS;
            }
            return true;
        }
        held = room;
        RowPrefixIndex made = null;
        var outcome = RowPrefixBuild.Outcome.STOPPED;
        try {
            made = new RowPrefixIndex(g, sums);
            outcome = new RowPrefixBuild(chunks, made, pace()).run();
        } finally {
            if (outcome == RowPrefixBuild.Outcome.DONE) {
                index = made;
                indexer.add(this);
            } else {
                if (made != null) {
                    made.close();
                }
                held = null;
                room.release();
            }
        }
        return outcome != RowPrefixBuild.Outcome.TOO_LARGE;
    }

    /// Steps aside for sums that somebody waits for, and ends the build when it is dropped.
    private BooleanSupplier pace() {
        return new BooleanSupplier() {
            private long since = System.nanoTime();

            @Override
            public boolean getAsBoolean() {
                indexer.stepAside(Math.min(LONGEST_NANOS, PATIENCE * (System.nanoTime() - since)));
                since = System.nanoTime();
                return !stop && !closed;
            }
        };
    }

    /// Gives the memory back; the next image asks for it again. Waits for sums that use it and stops a
    /// build, which takes milliseconds at most.
    ///
    /// @return bytes given back
    public long drop() {
        stop = true;
        life.lock();
        try {
            RowPrefixIndex old = index;
            index = null;
            indexer.remove(this);
            if (old != null) {
                memory.writeLock().lock();
                try {
                    old.close();
                } finally {
                    memory.writeLock().unlock();
                }
            }
            Ledger.Held bytes = held;
            held = null;
            return bytes == null ? 0 : bytes.release();
        } finally {
            life.unlock();
        }
    }

    /// Drops the index for good; the frame may go afterwards. Idempotent.
    ///
    /// @return bytes given back
    public long close() {
        closed = true;
        return drop();
    }
}
