package nbscope.io.internal.blosc2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;
import nbscope.io.internal.bytes.Lifetime;
import nbscope.io.internal.bytes.MappedFile;

/// Changes that stay in memory. What readers look at is never written to again; the memory goes with the last of them.
final class MemoryStore implements FrameStore {
    private static final long FIRST = 1 << 16;
    private static final ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private MemorySegment memory = MemorySegment.NULL;
    private long settled;
    private long used;

    MemoryStore(String name) {
        this.name = name;
    }

    @Override
    public long append(byte[] bytes, int length) {
        if (memory.byteSize() - used < length) {
            MemorySegment larger =
                    Arena.ofAuto().allocate(Math.max(Math.max(FIRST, 2 * memory.byteSize()), used + length), 8);
            MemorySegment.copy(memory, 0, larger, 0, used);
            memory = larger;
        }
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, used, length);
        long at = used;
        used += length;
        return at | Offsets.IN_MEMORY;
    }

    @Override
    public Snapshot settle(Snapshot now, long[] offsets, Map<String, Snapshot.Layer> layers) {
        dropDead(offsets);
        settled = used;
        MappedFile view =
                MappedFile.of(name + " (changed in memory)", memory.asSlice(0, used), new Lifetime(name, () -> {}));
        return new Snapshot(now.frame(), Offsets.of(now.frame(), offsets, view), now.decoder(), layers);
    }

    /// Moves the chunks that count to memory of their own once they are the smaller part; readers of older states keep
    /// theirs alive.
    private void dropDead(long[] offsets) {
        long live = 0;
        for (long offset : offsets) {
            live += isHere(offset) ? length(offset) : 0;
        }
        if (used <= 2 * live + FIRST) {
            return;
        }
        MemorySegment smaller = Arena.ofAuto().allocate(Math.max(FIRST, 2 * live), 8);
        long to = 0;
        for (int i = 0; i < offsets.length; i++) {
            if (isHere(offsets[i])) {
                long length = length(offsets[i]);
                MemorySegment.copy(memory, offsets[i] & ~Offsets.IN_MEMORY, smaller, to, length);
                offsets[i] = to | Offsets.IN_MEMORY;
                to += length;
            }
        }
        memory = smaller;
        used = to;
    }

    private static boolean isHere(long offset) {
        return offset > 0 && (offset & Offsets.IN_MEMORY) != 0;
    }

    /// The compressed length stands in the chunk's header.
    private long length(long offset) {
        return memory.get(LENGTH, (offset & ~Offsets.IN_MEMORY) + 12);
    }

    @Override
    public void rollBack() {
        used = settled;
    }

    @Override
    public void finish(Snapshot last) {}

    @Override
    public void release() {}
}
