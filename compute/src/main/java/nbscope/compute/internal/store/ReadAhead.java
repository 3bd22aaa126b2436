package nbscope.compute.internal.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nbscope.compute.internal.memory.Ledger;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.io.Region;
import org.jspecify.annotations.Nullable;

/// Reads what is stored of the next region of a data set, compressed as it is, while the cores decode
/// this one. Two buffers, as large as the chunks of the largest region; none and no thread where the
/// array has nothing to fetch. For one thread.
final class ReadAhead implements AutoCloseable {
    private final NdArray array;
    private final List<Region> regions;
    private final long largest;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment[] buffers = {MemorySegment.NULL, MemorySegment.NULL};
    private final Ledger.@Nullable Held note;
    private final @Nullable ExecutorService thread;
    private @Nullable Future<NdArray> next;
    private int at;

    /// @param regions in the order in which they will be asked for
    ReadAhead(DataSet data, List<Region> regions, Ledger ledger) {
        this.array = data.array();
        this.regions = regions;
        this.largest = regions.stream().mapToLong(array::fetchBytes).max().orElse(0);
        if (largest == 0) {
            note = null;
            thread = null;
            return;
        }
        note = ledger.note(new Ledger.Claim(
                data.name(), "compressed bytes", data.dtype(), "plain memory", Ledger.BUFFERS, 2 * largest, null));
        boolean made = false;
        try {
            buffers[0] = OffHeap.allocate(arena, largest);
            buffers[1] = OffHeap.allocate(arena, largest);
            made = true;
        } finally {
            if (!made) {
                note.release();
                arena.close();
            }
        }
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("nbscope-read-ahead").factory());
        next = fetch(0);
    }

    private @Nullable Future<NdArray> fetch(int i) {
        if (thread == null || i >= regions.size()) {
            return null;
        }
        return thread.submit(() -> array.fetch(regions.get(i), buffers[i % 2]));
    }

    /// What the next region is to be read from. That of the one before is of no use any more.
    ///
    /// @throws CancellationException when the thread is interrupted
    NdArray next() {
        Future<NdArray> coming = next;
        at++;
        if (coming == null) {
            return array;
        }
        try {
            NdArray near = coming.get();
            next = fetch(at);
            return near;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("loading was interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException r -> throw r;
                case Error r -> throw r;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /// Waits for what is being read; the buffers go with it.
    @Override
    public void close() {
        if (thread != null) {
            thread.shutdownNow();
            thread.close();
        }
        arena.close();
        if (note != null) {
            note.release();
        }
    }
}
