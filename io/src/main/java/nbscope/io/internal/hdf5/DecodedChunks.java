package nbscope.io.internal.hdf5;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import nbscope.io.Buffers;
import org.jspecify.annotations.Nullable;

/// Decoded chunks of which a read took a part: the border of a partition, of a tile or of a region of
/// interest cuts them, and the next read wants the rest, mostly on another thread. Each is decoded by
/// one thread, for which the others wait. All arrays of the process share the memory; what was not used
/// for the longest time goes first. Any thread.
final class DecodedChunks {
    /// What is kept at most, unless a few chunks alone are larger.
    static final long MOST_BYTES = 64L << 20;

    /// Chunks that have room however large they are: of each thread the one it reads and the one
    /// before.
    private static final int LEAST_CHUNKS = 2 * Runtime.getRuntime().availableProcessors();

    private static final DecodedChunks PROCESS = new DecodedChunks();

    private record Key(Object owner, long number) {}

    /// A chunk; guarded by the cache, the memory's content by `ready`.
    final class Entry implements AutoCloseable {
        private final Key key;
        private final long capacity;
        private final Arena arena;
        private final MemorySegment memory;
        private int users = 1;
        private boolean ready;

        private Entry(Key key, long bytes, Arena arena, MemorySegment memory) {
            this.key = key;
            this.capacity = bytes;
            this.arena = arena;
            this.memory = memory;
        }

        /// The decoded chunk; native memory, valid until [#close].
        MemorySegment memory() {
            return memory;
        }

        /// The caller has done with it.
        @Override
        public void close() {
            synchronized (DecodedChunks.this) {
                users--;
            }
        }
    }

    private final Map<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    static DecodedChunks ofProcess() {
        return PROCESS;
    }

    /// A decoded chunk, which the caller closes; null where there is no room for it.
    ///
    /// @param owner  the array
    /// @param length of the decoded chunk
    /// @param decode fills memory of that length, where it is not known yet
    @Nullable
    Entry take(Object owner, long number, long length, Consumer<MemorySegment> decode) {
        Entry entry = claim(new Key(owner, number), length);
        if (entry == null || entry.ready) {
            return entry;
        }
        boolean decoded = false;
        try {
            decode.accept(entry.memory);
            decoded = true;
        } finally {
            end(entry, decoded);
        }
        return entry;
    }

    private synchronized @Nullable Entry claim(Key key, long length) {
        boolean interrupted = false;
        try {
            while (true) {
                Entry known = entries.get(key);
                if (known == null) {
                    Entry made = room(key, length);
                    if (made != null) {
                        entries.put(key, made);
                    }
                    return made;
                }
                if (known.ready) {
                    known.users++;
                    return known;
                }
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void end(Entry entry, boolean decoded) {
        entry.ready = decoded;
        if (!decoded) {
            entries.remove(entry.key);
            release(entry);
        }
        notifyAll();
    }

    /// Memory that was not used for the longest time, where it is as large as what is asked for, or new
    /// memory.
    private @Nullable Entry room(Key key, long length) {
        long most = Math.max(
                MOST_BYTES, Math.min(LEAST_CHUNKS * length, Runtime.getRuntime().maxMemory() / 4));
        for (Iterator<Entry> all = entries.values().iterator(); bytes + length > most && all.hasNext(); ) {
            Entry oldest = all.next();
            if (oldest.users > 0) {
                continue;
            }
            all.remove();
            if (oldest.capacity == length) {
                return new Entry(key, length, oldest.arena, oldest.memory);
            }
            release(oldest);
        }
        if (bytes + length > most) {
            return null;
        }
        Arena arena = Arena.ofShared();
        try {
            MemorySegment memory = Buffers.allocate(length, arena);
            bytes += length;
            return new Entry(key, length, arena, memory);
        } catch (OutOfMemoryError e) {
            arena.close();
            return null;
        }
    }

    private void release(Entry entry) {
        bytes -= entry.capacity;
        entry.arena.close();
    }

    /// Lets all chunks of an array go, which nobody reads any more.
    synchronized void drop(Object owner) {
        for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.key.owner.equals(owner) && entry.users == 0) {
                all.remove();
                release(entry);
            }
        }
    }

    /// Bytes that are held now.
    synchronized long bytes() {
        return bytes;
    }
}
