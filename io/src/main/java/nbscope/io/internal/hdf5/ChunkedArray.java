package nbscope.io.internal.hdf5;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import nbscope.io.Axis;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.array.BoxCopy;
import nbscope.io.internal.array.ElementCopy;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.ParallelRead;
import nbscope.io.internal.array.TileBox;
import nbscope.io.internal.filter.Filters;

/// A data set that is stored in chunks. A read decodes each chunk that it touches once, in parallel; chunks of
/// bitshuffle that lie in the region as a whole right into the destination. Closing it closes its file.
public final class ChunkedArray implements NdArray {
    /// Smaller reads stay on the caller's thread.
    private static final long PARALLEL_BYTES = 64 << 10;

    /// Parts of a read; each has one chunk or several.
    private static final int MOST_PARTS = 1 << 20;

    private final StoredDataset set;
    private final ElementType type;
    private final int[] chunk;
    private final long[] chunkStride;
    private final int chunkBytes;
    private final long[] grid;
    private final ChunkTable table;
    private final List<Axis> axes;
    private final ConcurrentLinkedQueue<FilterChain> idle = new ConcurrentLinkedQueue<>();

    ChunkedArray(StoredDataset set) {
        this.set = set;
        type = set.numbers();
        checkFilters(set);
        chunk = ChunkIndexes.chunk(set);
        chunkBytes = ChunkIndexes.chunkBytes(set);
        chunkStride = Layout.cOrder(Arrays.stream(chunk).asLongStream().toArray(), type.bytes());
        grid = ChunkIndexes.grid(set.shape(), chunk);
        table = ChunkIndexes.read(set);
        axes = Layout.axes(set.shape().length);
    }

    private static void checkFilters(StoredDataset set) {
        for (FilterStep step : set.filters()) {
            if (!step.isKnown()) {
                throw new UnsupportedDataException(
                        set.file(),
                        set.path() + " is stored with " + step.title()
                                + ", which is not read. Read are deflate, shuffle, "
                                + "fletcher32, LZ4, and bitshuffle with LZ4, zstd or nothing: write it again with one of "
                                + "them, for example by h5repack -f GZIP=1");
            }
        }
        if (set.filters().stream().filter(FilterStep::compresses).count() > 1) {
            throw new UnsupportedDataException(
                    set.file(),
                    set.path() + " is compressed twice (" + set.described()
                            + "), which is not read; write it again, for example by h5repack -f GZIP=1");
        }
    }

    /// Lengths of a chunk, in elements.
    public int[] chunks() {
        return chunk.clone();
    }

    /// Bytes as stored of what a range of the first axis takes of its chunks; 0 of those that were never written.
    public long storedBytes(long from, long to) {
        long others = 1;
        for (int i = 1; i < grid.length; i++) {
            others *= grid[i];
        }
        long bytes = 0;
        for (long n = from / chunk[0] * others; n < ((to - 1) / chunk[0] + 1) * others; n++) {
            int row = table.find(n);
            long first = n / others * chunk[0];
            long rows = Math.min(to, first + chunk[0]) - Math.max(from, first);
            bytes += row < 0 ? 0 : Math.ceilDiv(table.length()[row] * rows, chunk[0]);
        }
        return bytes;
    }

    @Override
    public long[] shape() {
        return set.shape().clone();
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
        return set.file();
    }

    @Override
    public List<Axis> axes() {
        return axes;
    }

    @Override
    public Map<?, ?> header() {
        return Map.of("dataset", set.path(), "storage", set.described());
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        read(region, destination, ElementCopy.same(type), type.order() == ByteOrder.LITTLE_ENDIAN || type.bytes() == 1);
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        boolean same = type.dtype() == DType.F32 && type.order() == ByteOrder.LITTLE_ENDIAN;
        read(region, destination, ElementCopy.toFloat32(type, name()), same);
    }

    /// @param asStored whether the destination gets the very bytes that are decoded
    private void read(Region region, MemorySegment destination, ElementCopy copy, boolean asStored) {
        Layout.check(region, set.shape(), copy.outBytes(), destination, name());
        long elements = region.elements();
        if (elements == 0) {
            return;
        }
        var lifetime = set.storage().file().lifetime();
        lifetime.enter();
        try {
            Job job = new Job(region, destination, copy, asStored && destination.isNative());
            long chunks = job.touched.count();
            int parts = (int) Math.min(chunks, MOST_PARTS);
            int threads = elements * copy.outBytes() < PARALLEL_BYTES ? 1 : threads(destination);
            ParallelRead.run(parts, threads, this::borrow, idle::offer, (i, filters) -> {
                for (long n = i; n < chunks; n += parts) {
                    job.chunk(n, filters);
                }
            });
        } catch (InternalError e) {
            throw MalformedDataException.vanished(name(), e);
        } finally {
            lifetime.leave();
        }
    }

    /// So many that their chunks, encoded and decoded, fit half of the memory.
    private int threads(MemorySegment destination) {
        long fit = Runtime.getRuntime().maxMemory() / 2 / (3L * Math.max(1, chunkBytes));
        return Math.clamp(fit, 1, ParallelRead.threads(destination));
    }

    private FilterChain borrow() {
        FilterChain filters = idle.poll();
        return filters == null ? new FilterChain(set.filters(), name(), chunkBytes, type.bytes()) : filters;
    }

    /// One read: the chunks that a region touches, each to its place in the destination.
    private final class Job {
        private final long[] start;
        private final long[] stop;
        private final long[] outStride;
        private final MemorySegment destination;
        private final ElementCopy copy;
        private final boolean asStored;
        final TileBox touched;

        Job(Region region, MemorySegment destination, ElementCopy copy, boolean asStored) {
            this.destination = destination;
            this.copy = copy;
            this.asStored = asStored;
            start = region.start();
            stop = region.shape();
            outStride = Layout.cOrder(stop, copy.outBytes());
            for (int i = 0; i < start.length; i++) {
                stop[i] += start[i];
            }
            touched = TileBox.of(start, stop, chunk);
        }

        void chunk(long ordinal, FilterChain filters) {
            long[] at = touched.at(ordinal);
            long[] shape = new long[at.length];
            long in = 0;
            long out = 0;
            boolean packed = asStored;
            for (int i = 0; i < at.length; i++) {
                long first = at[i] * chunk[i];
                long from = Math.max(start[i], first);
                shape[i] = Math.min(stop[i], first + chunk[i]) - from;
                in += (from - first) * chunkStride[i];
                out += (from - start[i]) * outStride[i];
                packed &= shape[i] == chunk[i] && (chunk[i] == 1 || outStride[i] == chunkStride[i]);
            }
            int row = table.find(TileBox.index(at, grid));
            if (row < 0) {
                copy(shape, MemorySegment.ofArray(set.fill()), 0, new long[at.length], out);
                return;
            }
            long place = table.place()[row];
            MemorySegment stored = set.storage().file().slice(place, table.length()[row], "a chunk");
            int skipped = table.skipped()[row];
            if (set.filters().isEmpty()) {
                copy(shape, stored, in, chunkStride, out);
            } else if (!filters.isDirect(skipped)) {
                byte[] bytes = filters.decodeToArray(stored, skipped, place);
                BoxCopy.run(copy, Filters.warming(), shape, bytes, (int) in, chunkStride, destination, out, outStride);
            } else if (packed) {
                filters.decode(stored, destination.asSlice(out, chunkBytes), place);
            } else {
                copy(shape, filters.decode(stored, place), in, chunkStride, out);
            }
        }

        private void copy(long[] shape, MemorySegment from, long in, long[] inStride, long out) {
            BoxCopy.run(copy, shape, from, in, inStride, destination, out, outStride);
        }
    }

    @Override
    public void close() {
        idle.clear();
        set.storage().close();
    }
}
