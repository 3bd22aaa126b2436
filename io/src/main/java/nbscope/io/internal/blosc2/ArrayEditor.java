package nbscope.io.internal.blosc2;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import nbscope.io.ElementType;
import nbscope.io.Region;
import nbscope.io.internal.array.ElementCopy;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.msgpack.MsgPackWriter;
import org.jspecify.annotations.Nullable;

/// Makes a new state of an array from an old one and a change. Used by one thread at a time; big assignments are spread
/// over the cores.
final class ArrayEditor {
    private static final int AHEAD = 16;

    private final String name;
    private final BlockGrid grid;
    private final ElementType type;
    private final Backend backend;
    private final ChunkEncoder encoder;
    private final ChunkFill fill;
    private final FrameStore store;
    private final ConcurrentLinkedQueue<EncodeScratch> idle = new ConcurrentLinkedQueue<>();

    ArrayEditor(
            String name, BlockGrid grid, ElementType type, ChunkSettings settings, Backend backend, FrameStore store) {
        this.name = name;
        this.grid = grid;
        this.type = type;
        this.backend = backend;
        this.encoder = new ChunkEncoder(settings, backend, name);
        this.fill = new ChunkFill(grid, ElementCopy.same(type));
        this.store = store;
    }

    /// @param source checked to be as long as the region, which lies in the array
    Snapshot write(Snapshot now, Region region, MemorySegment source) {
        Touched touched = new Touched(region);
        long[] offsets = now.offsets().toArray();
        OrderedOutput output = new OrderedOutput(
                AHEAD,
                (ordinal, bytes, length) -> offsets[touched.index(ordinal)] =
                        length == ChunkEncoder.HEADER ? Offsets.ZEROS : store.append(bytes, length));
        try {
            ParallelRead.run(
                    touched.count, ParallelRead.threads(source), this::borrow, idle::offer, (ordinal, scratch) -> {
                        try {
                            int n = touched.encode(now, ordinal, source, scratch);
                            output.put(ordinal, scratch.out, n);
                        } catch (RuntimeException | Error e) {
                            output.fail();
                            throw e;
                        }
                    });
            output.requireAll(touched.count);
            return store.settle(now, offsets, now.layers());
        } catch (CancellationException e) {
            store.rollBack();
            CancellationException cancelled =
                    new CancellationException("the assignment was interrupted; " + name + " is as before");
            cancelled.initCause(e);
            throw cancelled;
        } catch (RuntimeException | Error e) {
            store.rollBack();
            throw e;
        }
    }

    private EncodeScratch borrow() {
        EncodeScratch scratch = idle.poll();
        return scratch == null ? new EncodeScratch(backend.nativeCodecs()) : scratch;
    }

    Snapshot put(Snapshot now, String key, @Nullable Object value) {
        FrameBytes.checkName(key);
        byte[] chunk = FrameBytes.userLayer(MsgPackWriter.write(value), backend, name);
        Map<String, Snapshot.Layer> layers = new LinkedHashMap<>(now.layers());
        layers.put(key, new Snapshot.Layer(MappedFile.of(name, chunk), 0));
        if (layers.size() > FrameBytes.MAX_LAYERS) {
            throw new IllegalArgumentException(name + " has " + now.layers().size()
                    + " pieces of metadata, and Blosc2 takes no more; put several into one Map");
        }
        return settle(now, layers);
    }

    Snapshot remove(Snapshot now, String key) {
        if (!now.layers().containsKey(key)) {
            return now;
        }
        Map<String, Snapshot.Layer> layers = new LinkedHashMap<>(now.layers());
        layers.remove(key);
        return settle(now, layers);
    }

    private Snapshot settle(Snapshot now, Map<String, Snapshot.Layer> layers) {
        try {
            return store.settle(now, now.offsets().toArray(), layers);
        } catch (RuntimeException | Error e) {
            store.rollBack();
            throw e;
        }
    }

    void finish(Snapshot last) {
        store.finish(last);
    }

    void release() {
        store.release();
    }

    /// The chunks that a region touches.
    private final class Touched {
        private final long[] start;
        private final long[] stop;
        private final long[] stride;
        private final long[] first;
        private final long[] span;
        private final int count;

        Touched(Region region) {
            start = region.start();
            long[] lengths = region.shape();
            int rank = start.length;
            stride = Layout.cOrder(lengths, type.bytes());
            stop = new long[rank];
            first = new long[rank];
            span = new long[rank];
            int chunks = 1;
            for (int i = 0; i < rank; i++) {
                stop[i] = start[i] + lengths[i];
                first[i] = start[i] / grid.chunk[i];
                span[i] = (stop[i] - 1) / grid.chunk[i] - first[i] + 1;
                chunks = Math.toIntExact(chunks * span[i]);
            }
            count = chunks;
        }

        private long[] at(int ordinal) {
            long[] at = new long[span.length];
            long rest = ordinal;
            for (int i = at.length - 1; i >= 0; i--) {
                at[i] = first[i] + rest % span[i];
                rest /= span[i];
            }
            return at;
        }

        int index(int ordinal) {
            long index = 0;
            long[] at = at(ordinal);
            for (int i = 0; i < at.length; i++) {
                index = index * grid.chunks[i] + at[i];
            }
            return (int) index;
        }

        /// @return bytes of the chunk in `scratch.out`
        int encode(Snapshot now, int ordinal, MemorySegment source, EncodeScratch scratch) {
            long[] at = at(ordinal);
            int rank = at.length;
            long[] low = new long[rank];
            long[] high = new long[rank];
            long[] shape = grid.shape();
            long from = 0;
            boolean whole = true;
            for (int i = 0; i < rank; i++) {
                long origin = at[i] * grid.chunk[i];
                long used = Math.min(grid.chunk[i], shape[i] - origin);
                low[i] = Math.max(start[i] - origin, 0);
                high[i] = Math.min(stop[i] - origin, used);
                whole &= low[i] == 0 && high[i] == used;
                from += (origin + low[i] - start[i]) * stride[i];
            }
            byte[] chunk = scratch.reserveChunk(grid.chunkBytes());
            if (whole) {
                Arrays.fill(chunk, 0, grid.chunkBytes(), (byte) 0);
            } else {
                decode(now, index(ordinal), chunk, scratch.decoding);
            }
            fill.put(low, high, source, from, stride, chunk);
            return encoder.encode(chunk, grid.chunkBytes(), grid.blockBytes, scratch);
        }

        private void decode(Snapshot now, int index, byte[] chunk, Scratch scratch) {
            ChunkHeader header = now.offsets().chunk(index, grid.blockBytes, scratch);
            for (int b = 0; b < grid.blockCount; b++) {
                now.decoder().block(header, b, scratch);
                System.arraycopy(scratch.data, 0, chunk, b * grid.blockBytes, grid.blockBytes);
            }
        }
    }
}
