package nbscope.io.internal.zarr;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The decoded chunks of an array that were read last, in a bounded number of bytes on the heap, for readers that
/// come back with the next small region. Two threads that want the same chunk at once decode it twice. Safe from any
/// thread.
final class ChunkCache {
    private static final long MOST_BYTES = 64 << 20;

    /// The part of the heap that the chunks of one array may take.
    private static final int PART = 32;

    /// The place of a chunk in the grid.
    private record Key(long[] at) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Arrays.equals(at, key.at);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(at);
        }
    }

    /// The one that was used last at the end.
    private final Map<Key, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);

    private final long most;
    private long bytes;

    /// @param most bytes that are kept
    ChunkCache(long most) {
        this.most = most;
    }

    static ChunkCache ofHeap() {
        return new ChunkCache(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / PART));
    }

    /// Whether so many bytes of chunks fit, with as many from before: a read of more would only drive out
    /// what others come back to.
    boolean takes(long chunks, int each) {
        return chunks <= most / 2 / Math.max(1, each);
    }

    /// A chunk, which nobody changes.
    ///
    /// @param decode gives it where it is not kept; null where nobody has written it, which is not remembered
    byte @Nullable [] get(long[] at, Supplier<byte @Nullable []> decode) {
        Key key = new Key(at);
        synchronized (this) {
            byte[] found = kept.get(key);
            if (found != null) {
                return found;
            }
        }
        byte[] decoded = decode.get();
        if (decoded != null) {
            keep(key, decoded);
        }
        return decoded;
    }

    private synchronized void keep(Key key, byte[] decoded) {
        byte[] before = kept.put(key, decoded);
        bytes += decoded.length - (before == null ? 0 : before.length);
        var eldest = kept.entrySet().iterator();
        while (bytes > most) {
            bytes -= eldest.next().getValue().length;
            eldest.remove();
        }
    }

    synchronized void clear() {
        kept.clear();
        bytes = 0;
    }
}
