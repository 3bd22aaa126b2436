package nbscope.io.internal.dataset;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.NdArray;
import nbscope.io.dataset.DataTile;
import nbscope.io.dataset.Partition;
import nbscope.io.dataset.Shape;
import nbscope.io.dataset.Slice;
import nbscope.io.dataset.TileCursor;
import nbscope.io.dataset.TileMemory;
import nbscope.io.dataset.TileRequest;
import org.jspecify.annotations.Nullable;

/// A stretch of an array's frames. On the machine to which it travelled it opens the file again.
final class ArrayPartition implements Partition {
    private static final long serialVersionUID = 1L;

    /// Bytes that one read brings in: arrays of chunks read large regions at less cost than small ones.
    private static final long READ = 4 << 20;

    private final Slice slice;
    private final Shape shape;
    private final String location;
    private final boolean stored;
    private final DataSetOptions options;
    private transient @Nullable NdArray array;
    private transient @Nullable DataSet opened;

    /// @param stored whether the location and the options are enough to open the array elsewhere
    ArrayPartition(Slice slice, Shape shape, String location, boolean stored, DataSetOptions options, NdArray array) {
        this.slice = slice;
        this.shape = shape;
        this.location = location;
        this.stored = stored;
        this.options = options;
        this.array = array;
    }

    @Override
    public String name() {
        return location;
    }

    @Override
    public Slice slice() {
        return slice;
    }

    @Override
    public int[] baseShape(boolean roi) {
        return shape.sig();
    }

    @Override
    public TileCursor tiles(TileRequest request, TileMemory memory) {
        return new Tiles(array().sequential(), request, memory);
    }

    private synchronized NdArray array() {
        NdArray known = array;
        if (known == null) {
            DataSet data = DataSet.open(Path.of(location), options);
            opened = data;
            known = ((ArrayDataSet) data).source();
            array = known;
        }
        return known;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        if (!stored) {
            throw new NotSerializableException(location + " lies in the memory of this process, or only its program"
                    + " knows how to read it, so no other machine can compute on it; save it, and run over the file:"
                    + " UdfRunner.of(DataSet.open(path))");
        }
        ObjectOutputStream.PutField fields = out.putFields();
        fields.put("slice", slice);
        fields.put("shape", shape);
        fields.put("location", Path.of(location).toAbsolutePath().toString());
        fields.put("stored", true);
        fields.put("options", options);
        out.writeFields();
    }

    @Override
    public synchronized void close() {
        DataSet mine = opened;
        if (mine != null) {
            mine.close();
            opened = null;
            array = null;
        }
    }

    private final class Tiles implements TileCursor {
        private final NdArray from;
        private final TileRequest request;
        private final TileMemory memory;
        private final FlatFrames frames;
        private final ChunkCuts cuts;
        private final DType dtype;
        private final long frameBytes;
        private final int block;
        private int at;
        private int blockAt;
        private int blockEnd;
        private MemorySegment read = MemorySegment.NULL;

        Tiles(NdArray from, TileRequest request, TileMemory memory) {
            this.from = from;
            this.request = request;
            this.memory = memory;
            int[] sig = shape.sig();
            this.frames = new FlatFrames(from, from.shape().length - sig.length);
            this.cuts = ChunkCuts.of(from, from.shape().length - sig.length);
            this.dtype = from.dtype();
            this.frameBytes = (long) shape.pixels() * dtype.bytes();
            this.block = Math.clamp(READ / frameBytes, 1, 1 << 20);
            this.at = request.from();
            this.blockEnd = at;
        }

        @Override
        public @Nullable DataTile next() {
            if (at >= request.to()) {
                return null;
            }
            if (at >= blockEnd) {
                fill();
            }
            int depth = Math.min(request.scheme().depth(), blockEnd - at);
            long[] offsets = new long[depth];
            long first = position(blockAt);
            for (int i = 0; i < depth; i++) {
                offsets[i] = (position(at + i) - first) * frameBytes;
            }
            var tile = new DataTile(read, dtype, offsets, depth, at, request.roi(), shape.pixels());
            at += depth;
            return tile;
        }

        /// Reads frames that lie near each other; what a ROI leaves out between them comes along.
        private void fill() {
            blockAt = at;
            blockEnd = at + 1;
            long first = position(at);
            while (blockEnd < request.to()
                    && position(blockEnd) - first < block
                    && position(blockEnd) - position(blockEnd - 1) <= 2) {
                blockEnd++;
            }
            cutAtChunk(first);
            long count = position(blockEnd - 1) - first + 1;
            read = memory.take(count * frameBytes);
            long[] sig = Arrays.stream(shape.sig()).asLongStream().toArray();
            frames.read(from::read, first, count, new long[sig.length], sig, read, dtype.bytes());
        }

        /// Ends the block where a chunk ends, where one does.
        private void cutAtChunk(long first) {
            if (blockEnd == request.to()) {
                return;
            }
            long cut = cuts.floor(position(blockEnd));
            for (int end = blockEnd; cut > first && end > blockAt; end--) {
                if (position(end - 1) < cut) {
                    blockEnd = end;
                    return;
                }
            }
        }

        private long position(int index) {
            return request.position(index);
        }
    }
}
