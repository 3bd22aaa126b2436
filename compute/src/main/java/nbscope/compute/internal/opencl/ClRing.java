package nbscope.compute.internal.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.compute.internal.store.FrameStore.RowReader;
import nbscope.compute.internal.store.Geometry;
import org.jspecify.annotations.Nullable;

/// Two pieces of pinned memory through which scan rows go to a device, so that the file is read into one while the
/// other is on its way. One thread at a time.
final class ClRing {
    private static final int SLOTS = 2;
    private static final long SLOT_BYTES = 64L << 20;

    private final ClQueue queue;
    private final Geometry geometry;
    private final List<Slot> slots = new ArrayList<>();
    private int next;

    private static final class Slot {
        final ClQueue.Pinned memory;
        ClQueue.@Nullable Transfer sent;

        Slot(ClQueue.Pinned memory) {
            this.memory = memory;
        }
    }

    /// Without pinned memory rows go through plain memory, one read and one transfer after the other.
    ClRing(ClQueue queue, Geometry geometry) {
        this.queue = queue;
        this.geometry = geometry;
        long bytes = slotBytes(geometry);
        try {
            while (bytes <= ClQueue.MOST_PINNED && slots.size() < SLOTS) {
                slots.add(new Slot(queue.pin(bytes)));
            }
        } catch (ClException e) {
            close();
        }
    }

    /// Whole scan rows, one at least.
    private static long slotBytes(Geometry g) {
        return Math.max(g.rowBytes(), Math.min(g.frameBytes(), SLOT_BYTES) / g.rowBytes() * g.rowBytes());
    }

    /// Reads scan rows `[row, row + rows)` and sends them to the buffer; returns before they are there.
    void send(ClQueue.Buffer buffer, long offset, int row, int rows, RowReader reader) {
        if (slots.isEmpty()) {
            write(buffer, offset, row, rows, reader);
            return;
        }
        int most = (int) (slots.getFirst().memory.host().byteSize() / geometry.rowBytes());
        for (int r = row; r < row + rows; ) {
            int n = Math.min(most, row + rows - r);
            var slot = slots.get(next++ % SLOTS);
            settle(slot);
            var bytes = slot.memory.host().asSlice(0, n * geometry.rowBytes());
            reader.read(r, n, bytes);
            slot.sent = queue.send(buffer, offset + (r - row) * geometry.rowBytes(), bytes);
            r += n;
        }
    }

    /// For scan rows that are too long to be pinned, and drivers that pin nothing.
    private void write(ClQueue.Buffer buffer, long offset, int row, int rows, RowReader reader) {
        try (var arena = Arena.ofShared()) {
            int most = (int) Math.min(rows, slotBytes(geometry) / geometry.rowBytes());
            MemorySegment memory = OffHeap.allocate(arena, most * geometry.rowBytes());
            for (int i = 0; i < rows; i += most) {
                int n = Math.min(most, rows - i);
                var bytes = memory.asSlice(0, n * geometry.rowBytes());
                reader.read(row + i, n, bytes);
                queue.write(buffer, offset + i * geometry.rowBytes(), bytes);
            }
        }
    }

    /// Waits until everything is there.
    void settle() {
        slots.forEach(this::settle);
    }

    private void settle(Slot slot) {
        var sent = slot.sent;
        slot.sent = null;
        if (sent != null) {
            queue.await(sent);
        }
    }

    /// Waits for what is on its way; whatever fails, the memory goes.
    void close() {
        for (Slot slot : slots) {
            ClShared.quietly(() -> settle(slot));
            ClShared.quietly(() -> queue.release(slot.memory));
        }
        slots.clear();
    }
}
