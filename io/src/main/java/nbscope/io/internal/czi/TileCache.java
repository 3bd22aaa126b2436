package nbscope.io.internal.czi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Decoded tiles for readers that come back to the same tiles with small regions, in a bounded number
/// of buffers outside the heap. A tile that several threads want is decoded once. Safe from any
/// thread.
final class TileCache implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final List<Slot> slots = new ArrayList<>();
    private long clock;

    private enum Filled {
        NO,
        /// Some thread is at it.
        SOON,
        YES
    }

    /// A buffer. All but the memory is guarded by the cache.
    private static final class Slot {
        final MemorySegment memory;
        int row = -1;
        int users;
        long used;
        Filled filled = Filled.NO;

        Slot(MemorySegment memory) {
            this.memory = memory;
        }
    }

    /// @param buffers   how many tiles it holds
    /// @param tileBytes of the largest tile
    TileCache(int buffers, long tileBytes) {
        for (int i = 0; i < buffers; i++) {
            slots.add(new Slot(arena.allocate(tileBytes, 64)));
        }
    }

    /// Lends a decoded tile to `use`.
    ///
    /// @param decode fills the buffer where no thread has done that yet; called outside of any lock
    /// @return false where all buffers are lent to others, and nothing was done
    boolean lend(int row, long bytes, Consumer<MemorySegment> decode, Consumer<MemorySegment> use) {
        Slot slot = take(row);
        if (slot == null) {
            return false;
        }
        try {
            MemorySegment pixels = slot.memory.asSlice(0, bytes);
            if (!awaitReady(slot)) {
                // After a failure the next one tries again, and meets the same damage.
                Filled now = Filled.NO;
                try {
                    decode.accept(pixels);
                    now = Filled.YES;
                } finally {
                    end(slot, now);
                }
            }
            use.accept(pixels);
        } finally {
            giveBack(slot);
        }
        return true;
    }

    private synchronized @Nullable Slot take(int row) {
        Slot oldest = null;
        for (Slot slot : slots) {
            if (slot.row == row) {
                slot.users++;
                slot.used = ++clock;
                return slot;
            }
            if (slot.users == 0 && (oldest == null || slot.used < oldest.used)) {
                oldest = slot;
            }
        }
        if (oldest != null) {
            oldest.row = row;
            oldest.filled = Filled.NO;
            oldest.users = 1;
            oldest.used = ++clock;
        }
        return oldest;
    }

    /// The first user of a tile gets false and decodes it; the others wait for that.
    private synchronized boolean awaitReady(Slot slot) {
        boolean interrupted = false;
        while (slot.filled == Filled.SOON) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (slot.filled == Filled.YES) {
            return true;
        }
        slot.filled = Filled.SOON;
        return false;
    }

    private synchronized void end(Slot slot, Filled filled) {
        slot.filled = filled;
        notifyAll();
    }

    private synchronized void giveBack(Slot slot) {
        slot.users--;
    }

    @Override
    public void close() {
        arena.close();
    }
}
