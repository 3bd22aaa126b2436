package nbscope.io.internal.blosc2;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import nbscope.io.Axis;
import nbscope.io.Blosc2Array;
import nbscope.io.Calibration;
import nbscope.io.Compression;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.MalformedDataException;
import nbscope.io.Region;
import nbscope.io.internal.array.ElementCopy;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.ParallelRead;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.meta.Metadata;
import org.jspecify.annotations.Nullable;

/// An N-dimensional array in a Blosc2 frame. A read decodes the blocks that the region touches (with the delta
/// filter also block 0 of their chunks), big reads on several threads. All state is immutable but the pool of
/// scratch memory.
public final class B2ndArray implements Blosc2Array {
    /// Under this many bytes the threads cost more than they save.
    private static final long PARALLEL_BYTES = 1 << 18;

    private final MappedFile file;
    private final BlockGrid grid;
    private final ElementType type;
    private final Metadata metadata;
    private final Backend backend;
    /// Null where nbscope decodes the blocks itself.
    private final @Nullable PluginRead plugin;

    /// Null for an array that is only read.
    private final @Nullable ArrayEditor editor;

    private final Object writing = new Object();
    private volatile Snapshot snapshot;
    private boolean closed;
    private final BlockingQueue<Scratch> idle = new ArrayBlockingQueue<>(64);

    B2ndArray(
            MappedFile file,
            BlockGrid grid,
            ElementType type,
            Metadata metadata,
            Backend backend,
            Snapshot snapshot,
            @Nullable PluginRead plugin,
            @Nullable ArrayEditor editor) {
        this.file = file;
        this.grid = grid;
        this.type = type;
        this.metadata = metadata;
        this.backend = backend;
        this.snapshot = snapshot;
        this.plugin = plugin;
        this.editor = editor;
    }

    @Override
    public long[] shape() {
        return grid.shape();
    }

    @Override
    public DType dtype() {
        return type.dtype();
    }

    @Override
    public ElementType elementType() {
        return type;
    }

    @Override
    public int[] chunks() {
        return grid.chunk.clone();
    }

    @Override
    public int[] blocks() {
        return grid.block.clone();
    }

    @Override
    public Compression compression() {
        return alive(() -> ChunkSettings.read(snapshot.frame().file(), 0).compression());
    }

    @Override
    public long compressedBytes() {
        return snapshot.frame().compressed();
    }

    @Override
    public Map<String, @Nullable Object> userMetadata() {
        return alive(() -> snapshot.userMetadata(new Scratch(backend.nativeCodecs())));
    }

    @Override
    public void putUserMetadata(String key, @Nullable Object value) {
        change((editor, now) -> editor.put(now, key, value));
    }

    @Override
    public void removeUserMetadata(String key) {
        change((editor, now) -> editor.remove(now, key));
    }

    @Override
    public Map<String, byte[]> metalayers() {
        return alive(snapshot::metalayers);
    }

    @Override
    public void write(Region region, MemorySegment source) {
        writable();
        region.checkInside(grid.shape());
        long bytes = region.elements() * type.bytes();
        if (source.byteSize() != bytes) {
            throw new IllegalArgumentException(name() + ": " + region + " has " + bytes + " bytes, the source has "
                    + source.byteSize() + "; give exactly the bytes of the region");
        }
        change((editor, now) -> bytes == 0 ? now : editor.write(now, region, source));
    }

    private interface Change {
        Snapshot apply(ArrayEditor editor, Snapshot now);
    }

    private void change(Change change) {
        ArrayEditor changing = writable();
        synchronized (writing) {
            alive(() -> snapshot = change.apply(changing, snapshot));
        }
    }

    private ArrayEditor writable() {
        if (editor == null) {
            throw new IllegalStateException(name()
                    + " was opened for reading; open it with Mmap.READ_WRITE to change the file, "
                    + "or with Mmap.COPY_ON_WRITE to change it in memory");
        }
        return editor;
    }

    /// Stored bytes of the blocks that a read of this region decodes; nothing is decoded.
    ///
    /// @throws IndexOutOfBoundsException when the region leaves the array
    public long storedBytes(Region region) {
        region.checkInside(shape());
        if (region.elements() == 0) {
            return 0;
        }
        return alive(() -> TouchedBytes.of(grid, snapshot, new Scratch(backend.nativeCodecs()), region));
    }

    private <T> T alive(Supplier<T> question) {
        file.lifetime().enter();
        try {
            return question.get();
        } finally {
            file.lifetime().leave();
        }
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public List<Axis> axes() {
        return metadata.axes();
    }

    @Override
    public Calibration calibration() {
        return metadata.calibration();
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        read(region, destination, ElementCopy.same(type));
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        read(region, destination, ElementCopy.toFloat32(type, file.name()));
    }

    private void read(Region region, MemorySegment destination, ElementCopy copy) {
        Layout.check(region, grid.shape(), copy.outBytes(), destination, file.name());
        if (region.elements() == 0) {
            return;
        }
        file.lifetime().enter();
        try {
            if (plugin != null) {
                plugin.run(region, destination, copy);
                return;
            }
            Snapshot now = snapshot;
            BlockRead job = new BlockRead(grid, now.offsets(), now.decoder(), region, destination, copy);
            long bytes = region.elements() * type.bytes();
            int threads = bytes < PARALLEL_BYTES ? 1 : ParallelRead.threads(destination);
            int parts = job.parts(threads);
            ParallelRead.run(parts, threads, this::borrow, idle::offer, (i, scratch) -> job.run(i, parts, scratch));
        } catch (InternalError e) {
            throw MalformedDataException.vanished(file.name(), e);
        } finally {
            file.lifetime().leave();
        }
    }

    private Scratch borrow() {
        Scratch scratch = idle.poll();
        return scratch == null ? new Scratch(backend.nativeCodecs()) : scratch;
    }

    @Override
    public void close() {
        synchronized (writing) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                if (editor != null) {
                    editor.finish(snapshot);
                }
            } finally {
                release();
            }
        }
    }

    private void release() {
        file.lifetime().close();
        idle.clear();
        if (plugin != null) {
            plugin.close();
        }
        if (editor != null) {
            editor.release();
        }
    }
}
