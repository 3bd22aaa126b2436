package nbscope.compute.internal.index;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import nbscope.compute.internal.memory.Ledger;
import nbscope.io.DType;
import org.jspecify.annotations.Nullable;

/// The place of one [Made] of a frame, while there is one: made in the background when it is asked for,
/// dropped by `Memory.flushCache()`, when room is short, and with the frame. Owns it. Safe from any thread.
///
/// Two locks. `life` is held while it is made and while it is dropped, so that neither overlaps the other.
/// `memory` is shared by sums and taken alone to give the memory back. Nobody waits for a build but who
/// drops it, and a build then ends within a millisecond.
final class Slot<T extends Made> {
    /// After a refusal for lack of room nobody asks again for so long.
    private static final long RETRY_NANOS = 1_000_000_000L;

    /// A build waits at most this many times longer for others than it works.
    private static final int PATIENCE = 4;

    private static final long LONGEST_NANOS = 2_000_000;

    /// Whose it is, for the ledger.
    record Place(String stack, int frame, String device) {}

    private final Recipe<T> recipe;
    private final Indexer indexer;
    private final Place place;
    private final ReentrantLock life = new ReentrantLock();
    private final ReentrantReadWriteLock memory = new ReentrantReadWriteLock();

    private volatile @Nullable T made;
    private volatile boolean stop;
    private volatile boolean closed;
    private volatile long lastUsed = System.nanoTime();

    /// Guarded by `life`.
    private Ledger.@Nullable Held held;

    /// Guarded by `this`: nothing to be done any more, or not before `notBefore`.
    private boolean asked;

    private boolean never;
    private long notBefore = System.nanoTime();

    Slot(Recipe<T> recipe, Indexer indexer, Place place) {
        this.recipe = recipe;
        this.indexer = indexer;
        this.place = place;
        this.never = recipe.types().isEmpty();
    }

    Recipe<T> recipe() {
        return recipe;
    }

    /// Asks for it, unless it is there, on its way or of no use. Returns at once.
    void ask() {
        synchronized (this) {
            if (asked || never || closed || made != null || System.nanoTime() - notBefore < 0) {
                return;
            }
            asked = true;
        }
        indexer.build(this);
    }

    /// What is there; stays until the same thread calls `giveBack`.
    ///
    /// @return null when nothing is there; nothing is to be given back then
    @Nullable
    T borrow() {
        lastUsed = System.nanoTime();
        if (made == null || !memory.readLock().tryLock()) {
            return null;
        }
        // Again, under the lock: it may have been dropped between.
        T ready = made;
        if (ready == null) {
            memory.readLock().unlock();
        }
        return ready;
    }

    void giveBack() {
        memory.readLock().unlock();
    }

    /// When it was last asked for, there or not.
    long lastUsed() {
        return lastUsed;
    }

    /// Called by the indexer on its thread.
    void build() {
        boolean useful = false;
        life.lock();
        try {
            stop = false;
            useful = closed || made != null || buildAny();
        } catch (OutOfMemoryError e) {
            // The budget said yes and the system no: sums go on without.
            useful = false;
        } finally {
            life.unlock();
            synchronized (this) {
                asked = false;
                never |= !useful;
            }
        }
    }

    /// @return false when no type suits the data; true when it is there, was stopped, or has no room
    private boolean buildAny() {
        for (DType type : recipe.types()) {
            if (build(type)) {
                return true;
            }
        }
        return false;
    }

    private boolean build(DType type) {
        String what = recipe.name() + " " + place.frame;
        var claim =
                new Ledger.Claim(place.stack, what, type, place.device, Ledger.HOST, recipe.bytes(type), this::drop);
        Ledger.Held room = indexer.room(claim);
        if (room == null) {
            synchronized (this) {
                notBefore = System.nanoTime() + RETRY_NANOS;
            }
            return true;
        }
        held = room;
        T next = null;
        var outcome = Outcome.STOPPED;
        try {
            next = recipe.allocate(type);
            outcome = recipe.fill(next, new Pace(indexer.threads(), this::steps));
        } finally {
            if (outcome == Outcome.DONE) {
                made = next;
                indexer.add(this);
            } else {
                if (next != null) {
                    next.close();
                }
                held = null;
                room.release();
            }
        }
        return outcome != Outcome.UNFIT;
    }

    /// For one thread that works on what is made: steps aside for sums that somebody waits for, and ends the
    /// work when it is dropped.
    BooleanSupplier steps() {
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

    /// Gives the memory back; it may be asked for again. Waits for sums that use it and stops a build, which
    /// takes milliseconds at most.
    ///
    /// @return bytes given back
    long drop() {
        stop = true;
        life.lock();
        try {
            T old = made;
            made = null;
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

    /// Drops it for good; what it is made of may go afterwards. Idempotent.
    ///
    /// @return bytes given back
    long close() {
        closed = true;
        return drop();
    }
}
