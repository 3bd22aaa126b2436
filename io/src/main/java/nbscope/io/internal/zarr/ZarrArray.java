package nbscope.io.internal.zarr;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import nbscope.io.Axis;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.internal.array.BoxCopy;
import nbscope.io.internal.array.ElementCopy;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.ParallelRead;
import nbscope.io.internal.array.TileBox;
import nbscope.io.internal.bytes.Lifetime;
import nbscope.io.internal.filter.Filters;
import nbscope.io.internal.meta.CalibrationReader;

/// A Zarr array, v2 or v3. Metadata are read once; chunks when they are needed, and some of them are kept
/// decoded ([ChunkCache]), so that what another process changes in them is seen or not.
public final class ZarrArray implements NdArray {
    /// Smaller reads stay on the caller's thread.
    private static final long PARALLEL_BYTES = 64 << 10;

    /// Parts of a read; each has one chunk or several.
    private static final int MOST_PARTS = 1 << 20;

    private final ArrayMetadata array;
    private final ChunkFiles files;
    private final List<Axis> axes;
    private final Map<?, ?> header;
    private final Calibration calibration;
    private final Lifetime lifetime;
    private final ConcurrentLinkedQueue<CodecScratch> idle = new ConcurrentLinkedQueue<>();
    private final ChunkCache cache = ChunkCache.ofHeap();

    /// @param axes   as the image's metadata calibrate them; empty for what the array itself says
    /// @param header what the file says about itself
    ZarrArray(ArrayMetadata array, List<Axis> axes, Map<?, ?> header) {
        this.array = array;
        this.header = header;
        files = new ChunkFiles(array);
        lifetime = new Lifetime(name(), () -> {
            idle.clear();
            cache.clear();
        });
        Map<?, ?> known = header.get("calibration") instanceof Map<?, ?> map ? map : Map.of();
        boolean calibrated = CalibrationReader.known(known);
        var metadata = CalibrationReader.read(known, array.shape().length);
        calibration = calibrated ? metadata.calibration() : Calibration.none();
        this.axes = !axes.isEmpty() ? axes : calibrated ? metadata.axes() : named(array);
    }

    private static List<Axis> named(ArrayMetadata array) {
        List<Axis> axes = new ArrayList<>(Layout.axes(array.shape().length));
        for (int i = 0; i < array.names().size(); i++) {
            axes.set(i, Axis.pixels(array.names().get(i)));
        }
        return List.copyOf(axes);
    }

    /// Lengths of a chunk, in elements: of what is compressed at once, inside of a shard.
    public int[] chunks() {
        return array.chunk().clone();
    }

    /// Lengths of a file of chunks, in elements: those of a shard, else those of a chunk.
    public int[] files() {
        return array.inFile().clone();
    }

    @Override
    public long[] shape() {
        return array.shape().clone();
    }

    @Override
    public DType dtype() {
        return array.type().dtype();
    }

    @Override
    public ElementType elementType() {
        return array.type();
    }

    @Override
    public String name() {
        return array.folder().toString();
    }

    @Override
    public List<Axis> axes() {
        return axes;
    }

    @Override
    public Calibration calibration() {
        return calibration;
    }

    @Override
    public Map<?, ?> header() {
        return header;
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        read(region, destination, ElementCopy.same(array.type()));
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        read(region, destination, ElementCopy.toFloat32(array.type(), name()));
    }

    private void read(Region region, MemorySegment destination, ElementCopy copy) {
        Layout.check(region, array.shape(), copy.outBytes(), destination, name());
        long elements = region.elements();
        if (elements == 0) {
            return;
        }
        lifetime.enter();
        try {
            Job job = new Job(region, destination, copy);
            long chunks = job.touched.count();
            int parts = (int) Math.min(chunks, MOST_PARTS);
            int threads = elements * copy.outBytes() < PARALLEL_BYTES ? 1 : threads(destination);
            ParallelRead.run(parts, threads, this::borrow, idle::offer, (i, scratch) -> {
                for (long n = i; n < chunks; n += parts) {
                    job.chunk(n, scratch);
                }
            });
        } finally {
            lifetime.leave();
        }
    }

    /// So many that their chunks, encoded and decoded, fit half of the memory.
    private int threads(MemorySegment destination) {
        long each = 3L * array.chunkBytes();
        long fit = Runtime.getRuntime().maxMemory() / 2 / each;
        return Math.clamp(fit, 1, ParallelRead.threads(destination));
    }

    private CodecScratch borrow() {
        CodecScratch scratch = idle.poll();
        return scratch == null ? new CodecScratch() : scratch;
    }

    /// One read: the chunks that a region touches, each to its place in the destination.
    private final class Job {
        private final long[] start;
        private final long[] stop;
        private final long[] inStride = array.chunkStride();
        private final long[] outStride;
        private final MemorySegment destination;
        private final ElementCopy copy;
        private final boolean kept;
        final TileBox touched;

        Job(Region region, MemorySegment destination, ElementCopy copy) {
            this.destination = destination;
            this.copy = copy;
            start = region.start();
            stop = region.shape();
            outStride = Layout.cOrder(stop, copy.outBytes());
            for (int i = 0; i < start.length; i++) {
                stop[i] += start[i];
            }
            touched = TileBox.of(start, stop, array.chunk());
            kept = cache.takes(touched.count(), array.chunkBytes());
        }

        void chunk(long ordinal, CodecScratch scratch) {
            long[] at = touched.at(ordinal);
            long[] shape = new long[at.length];
            int in = 0;
            long out = 0;
            for (int i = 0; i < at.length; i++) {
                long first = at[i] * array.chunk()[i];
                long from = Math.max(start[i], first);
                shape[i] = Math.min(stop[i], first + array.chunk()[i]) - from;
                in += (int) ((from - first) * inStride[i]);
                out += (from - start[i]) * outStride[i];
            }
            byte[] bytes = kept ? cache.get(at, () -> files.read(at, scratch)) : files.read(at, scratch);
            if (bytes == null) {
                BoxCopy.run(
                        copy,
                        shape,
                        MemorySegment.ofArray(array.fill()),
                        0,
                        new long[at.length],
                        destination,
                        out,
                        outStride);
            } else {
                BoxCopy.run(copy, Filters.warming(), shape, bytes, in, inStride, destination, out, outStride);
            }
        }
    }

    @Override
    public void close() {
        lifetime.close();
    }
}
