package nbscope.compute.internal.udf;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import nbscope.compute.internal.store.FrameStore;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;

/// A frame of a stack: its own memory where that is plain memory, else copies.
public final class StackTiles extends PatternTiles {
    /// A copy of more at once would pass the caches.
    private static final int COPY_BYTES = 512 << 10;

    private final Geometry geometry;
    private final FrameStore store;
    private final Consumer<Runnable> guard;

    /// @param geometry sizes
    /// @param store    the frame
    /// @param guard    runs a body while the stack cannot be freed, or throws FreedStackException
    public StackTiles(Geometry geometry, FrameStore store, Consumer<Runnable> guard) {
        this.geometry = geometry;
        this.store = store;
        this.guard = guard;
    }

    @Override
    public Geometry geometry() {
        return geometry;
    }

    @Override
    protected int contiguous(int first) {
        HostChunks host = store.host();
        if (host == null) {
            return Math.max(1, Math.min(geometry.positions() - first, COPY_BYTES / geometry.patternBytes()));
        }
        int chunk = host.chunkOf(first);
        return host.firstPosition(chunk) + host.positions(chunk) - first;
    }

    @Override
    protected MemorySegment patterns(int first, int count, Scratch scratch) {
        long bytes = (long) count * geometry.patternBytes();
        HostChunks host = store.host();
        if (host != null) {
            int chunk = host.chunkOf(first);
            long at = (long) (first - host.firstPosition(chunk)) * geometry.patternBytes();
            return host.chunk(chunk).asSlice(at, bytes + HostChunks.PADDING);
        }
        var copy = scratch.take(Scratch.Use.COPY, bytes);
        for (int i = 0; i < count; i++) {
            store.pattern(first + i, copy.asSlice((long) i * geometry.patternBytes(), geometry.patternBytes()));
        }
        return copy;
    }

    @Override
    protected boolean copies() {
        return store.host() == null;
    }

    @Override
    protected void reading(Runnable body) {
        guard.accept(body);
    }
}
