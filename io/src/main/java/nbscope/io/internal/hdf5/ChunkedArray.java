package nbscope.io.internal.hdf5;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
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

/// A data set that is stored in chunks. A read decodes each chunk that it touches once, in parallel;
/// chunks of bitshuffle that lie in the region as a whole right into the destination. Chunks of which
/// it takes a part are kept for the next read ([DecodedChunks]). Closing it closes its file.
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
    private final ConcurrentLinkedQueue<FilterChain> idle;
    private final LongAdder decoded;

    /// What keeps decoded chunks apart from those of other arrays.
    private final Object owner;

    /// Where the stored bytes of chunks are; a view of [#fetch] has those of a region in memory.
    private final Source source;

    private final boolean view;

    /// Whether reads stay on the caller's thread.
    private final boolean alone;

    /// Stored bytes of a chunk.
    interface Source {
        /// @param row of the table
        MemorySegment stored(int row);
    }

    ChunkedArray(StoredDataset set) {
        this(set, ChunkIndexes.chunk(set), ChunkIndexes.chunkBytes(set), ChunkIndexes.read(set));
    }

    /// @param chunk      lengths of a chunk
    /// @param chunkBytes of a decoded one
    /// @param table      where they are
    ChunkedArray(StoredDataset set, int[] chunk, int chunkBytes, ChunkTable table) {
        this.set = set;
        type = set.numbers();
        checkFilters(set);
        this.chunk = chunk;
        this.chunkBytes = chunkBytes;
        this.table = table;
        chunkStride = Layout.cOrder(Arrays.stream(chunk).asLongStream().toArray(), type.bytes());
        grid = ChunkIndexes.grid(set.shape(), chunk);
        axes = Layout.axes(set.shape().length);
        idle = new ConcurrentLinkedQueue<>();
        decoded = new LongAdder();
        owner = new Object();
        source = row -> set.storage().file().slice(table.place()[row], table.length()[row], "a chunk");
        view = false;
        alone = false;
    }

    private ChunkedArray(ChunkedArray of, Source source, boolean alone) {
        set = of.set;
        type = of.type;
        chunk = of.chunk;
        chunkBytes = of.chunkBytes;
        table = of.table;
        chunkStride = of.chunkStride;
        grid = of.grid;
        axes = of.axes;
        idle = of.idle;
        decoded = of.decoded;
        owner = of.owner;
        this.source = source;
        this.alone = alone;
        view = true;
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

    @Override
    public int[] chunkShape() {
        return chunk.clone();
    }

    /// Chunks that were decoded so far, by this array and its views.
    public long decoded() {
        return decoded.sum();
    }

    /// The first element of the first axis whose chunks were never written; the length where all are
    /// there. While a detector writes, frames from there on are still to come.
    public long written() {
        long others = 1;
        for (int i = 1; i < grid.length; i++) {
            others *= grid[i];
        }
        long number = 0;
        while (number < table.number().length && table.number()[(int) number] == number) {
            number++;
        }
        return Math.min(set.shape()[0], others == 0 ? 0 : number / others * chunk[0]);
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
        read(region, destination, ElementCopy.same(type), isAsStored());
    }

    /// Whether elements need no change on their way.
    private boolean isAsStored() {
        return type.order() == ByteOrder.LITTLE_ENDIAN || type.bytes() == 1;
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        boolean same = type.dtype() == DType.F32 && isAsStored();
        read(region, destination, ElementCopy.toFloat32(type, name()), same);
    }

    @Override
    public long fetchBytes(Region region) {
        return StoredRuns.of(table, touched(region), grid).bytes();
    }

    @Override
    public NdArray fetch(Region region, MemorySegment buffer) {
        StoredRuns runs = StoredRuns.of(table, touched(region), grid);
        var lifetime = set.storage().file().lifetime();
        lifetime.enter();
        try {
            runs.read(set.storage().file(), buffer);
        } finally {
            lifetime.leave();
        }
        return new ChunkedArray(this, row -> runs.stored(row, buffer), alone);
    }

    @Override
    public NdArray sequential() {
        return new ChunkedArray(this, source, true);
    }

    private TileBox touched(Region region) {
        region.checkInside(set.shape());
        long[] stop = region.shape();
        for (int i = 0; i < stop.length; i++) {
            stop[i] += region.start()[i];
        }
        return TileBox.of(region.start(), stop, chunk);
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
            int threads = alone || elements * copy.outBytes() < PARALLEL_BYTES ? 1 : threads(destination);
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
            long[] all = set.shape();
            long[] shape = new long[at.length];
            long in = 0;
            long out = 0;
            boolean packed = asStored;
            boolean whole = true;
            for (int i = 0; i < at.length; i++) {
                long first = at[i] * chunk[i];
                long from = Math.max(start[i], first);
                shape[i] = Math.min(stop[i], first + chunk[i]) - from;
                in += (from - first) * chunkStride[i];
                out += (from - start[i]) * outStride[i];
                packed &= shape[i] == chunk[i] && (chunk[i] == 1 || outStride[i] == chunkStride[i]);
                whole &= shape[i] == Math.min(chunk[i], all[i] - first);
            }
            long number = TileBox.index(at, grid);
            int row = table.find(number);
            if (row < 0) {
                copy(shape, MemorySegment.ofArray(set.fill()), 0, new long[at.length], out);
            } else if (set.filters().isEmpty()) {
                copy(shape, source.stored(row), in, chunkStride, out);
            } else if (whole || !part(number, row, filters, shape, in, out)) {
                whole(row, filters, shape, in, out, packed);
            }
        }

        /// A part of a chunk, of which another read may want the rest.
        ///
        /// @return false where there is no room to keep it
        private boolean part(long number, int row, FilterChain filters, long[] shape, long in, long out) {
            try (var entry =
                    DecodedChunks.ofProcess().take(owner, number, chunkBytes, memory -> decode(row, filters, memory))) {
                if (entry == null) {
                    return false;
                }
                copy(shape, entry.memory(), in, chunkStride, out);
                return true;
            }
        }

        private void whole(int row, FilterChain filters, long[] shape, long in, long out, boolean packed) {
            int skipped = table.skipped()[row];
            long place = table.place()[row];
            if (filters.isDirect(skipped) && packed) {
                decode(row, filters, destination.asSlice(out, chunkBytes));
                return;
            }
            decoded.increment();
            if (filters.isDirect(skipped)) {
                copy(shape, filters.decode(source.stored(row), place), in, chunkStride, out);
            } else {
                byte[] bytes = filters.decodeToArray(source.stored(row), skipped, place);
                BoxCopy.run(copy, Filters.warming(), shape, bytes, (int) in, chunkStride, destination, out, outStride);
            }
        }

        private void copy(long[] shape, MemorySegment from, long in, long[] inStride, long out) {
            BoxCopy.run(copy, shape, from, in, inStride, destination, out, outStride);
        }
    }

    /// @param memory native, of a chunk's length
    private void decode(int row, FilterChain filters, MemorySegment memory) {
        decoded.increment();
        int skipped = table.skipped()[row];
        long place = table.place()[row];
        if (filters.isDirect(skipped)) {
            filters.decode(source.stored(row), memory, place);
        } else {
            byte[] bytes = filters.decodeToArray(source.stored(row), skipped, place);
            MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, chunkBytes);
        }
    }

    @Override
    public void close() {
        if (view) {
            return;
        }
        idle.clear();
        set.storage().close();
        DecodedChunks.ofProcess().drop(owner);
    }
}
