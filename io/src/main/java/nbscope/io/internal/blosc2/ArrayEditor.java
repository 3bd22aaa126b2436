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
import nbscope.io.internal.array.ParallelRead;
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
        Touched touched = new Touched(grid, region, type.bytes());
        long[] offsets = now.offsets().toArray();
        OrderedOutput output = new OrderedOutput(
                AHEAD,
                (ordinal, bytes, length) -> offsets[touched.chunk(ordinal).index()] =
                        length == ChunkEncoder.HEADER ? Offsets.ZEROS : store.append(bytes, length));
        try {
            ParallelRead.run(
                    touched.count(), ParallelRead.threads(source), this::borrow, idle::offer, (ordinal, scratch) -> {
                        try {
                            int n = encode(now, touched.chunk(ordinal), source, scratch);
                            output.put(ordinal, scratch.out, n);
                        } catch (RuntimeException | Error e) {
                            output.fail();
                            throw e;
                        }
                    });
            output.requireAll(touched.count());
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

    /// @return bytes of the chunk in `scratch.out`
    private int encode(Snapshot now, Touched.Chunk touched, MemorySegment source, EncodeScratch scratch) {
        byte[] chunk = scratch.reserveChunk(grid.chunkBytes());
        if (touched.whole()) {
            Arrays.fill(chunk, 0, grid.chunkBytes(), (byte) 0);
        } else {
            decode(now, touched.index(), chunk, scratch.decoding);
        }
        fill.put(touched, source, chunk);
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
