package nbscope.io.internal.blosc2;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import nbscope.io.Axis;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.internal.array.ElementCopy;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.meta.Metadata;

/// An N-dimensional array in a Blosc2 frame. A read decodes the blocks that the region touches (with the delta filter
/// also block 0 of their chunks), big reads on several threads. All state is immutable but the pool of scratch memory.
public final class B2ndArray implements NdArray {
    /// Under this many bytes the threads cost more than they save.
    private static final long PARALLEL_BYTES = 1 << 18;

    private final MappedFile file;
    private final BlockGrid grid;
    private final Offsets offsets;
    private final ElementType type;
    private final Metadata metadata;
    private final ChunkDecoder decoder;
    private final Backend backend;
    private final BlockingQueue<Scratch> idle = new ArrayBlockingQueue<>(64);

    B2ndArray(
            MappedFile file,
            BlockGrid grid,
            Offsets offsets,
            ElementType type,
            Metadata metadata,
            ChunkDecoder decoder,
            Backend backend) {
        this.file = file;
        this.grid = grid;
        this.offsets = offsets;
        this.type = type;
        this.metadata = metadata;
        this.decoder = decoder;
        this.backend = backend;
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
            BlockRead job = new BlockRead(grid, offsets, decoder, region, destination, copy);
            long bytes = region.elements() * type.bytes();
            int threads = bytes < PARALLEL_BYTES ? 1 : ParallelRead.threads(destination);
            int parts = job.parts(threads);
            ParallelRead.run(parts, threads, this::borrow, idle::offer, (i, scratch) -> job.run(i, parts, scratch));
        } catch (InternalError e) {
            // The JVM's word for a fault in mapped memory.
            throw new MalformedDataException(
                    file.name(),
                    -1,
                    "pages that vanished while they were read (" + e.getMessage() + ")",
                    "a file that keeps its length while it is open; open it again");
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
        file.lifetime().close();
        idle.clear();
    }
}
