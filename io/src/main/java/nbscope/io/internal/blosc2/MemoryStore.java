package nbscope.io.internal.blosc2;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import nbscope.io.internal.bytes.MappedFile;

/// Changes that stay in memory, each chunk in an array of its own: a replaced one goes with the last reader of its
/// state.
final class MemoryStore implements FrameStore {
    private final String name;
    private Map<Long, MappedFile> settled = Map.of();
    private final Map<Long, MappedFile> added = new HashMap<>();
    private long next = Offsets.IN_MEMORY;

    MemoryStore(String name) {
        this.name = name + " (changed in memory)";
    }

    @Override
    public long append(byte[] bytes, int length) {
        added.put(next, MappedFile.of(name, Arrays.copyOf(bytes, length)));
        return next++;
    }

    @Override
    public Snapshot settle(Snapshot now, long[] offsets, Map<String, Snapshot.Layer> layers) {
        Map<Long, MappedFile> chunks = new HashMap<>();
        for (long offset : offsets) {
            if (offset >= Offsets.IN_MEMORY) {
                MappedFile chunk = added.getOrDefault(offset, settled.get(offset));
                if (chunk != null) {
                    chunks.put(offset, chunk);
                }
            }
        }
        settled = chunks;
        added.clear();
        return new Snapshot(now.frame(), Offsets.of(now.frame(), offsets, chunks), now.decoder(), layers);
    }

    @Override
    public void rollBack() {
        added.clear();
    }

    @Override
    public void finish(Snapshot last) {}

    @Override
    public void release() {}
}
