package nbscope.io.internal.blosc2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import nbscope.io.internal.bytes.Lifetime;
import nbscope.io.internal.bytes.MappedFile;

/// Changes that stay in memory. What readers look at is never written to again; the memory goes with the last of them.
final class MemoryStore implements FrameStore {
    private static final long FIRST = 1 << 16;

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
        settled = used;
        MappedFile view =
                MappedFile.of(name + " (changed in memory)", memory.asSlice(0, used), new Lifetime(name, () -> {}));
        return new Snapshot(now.frame(), Offsets.of(now.frame(), offsets, view), now.decoder(), layers);
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
