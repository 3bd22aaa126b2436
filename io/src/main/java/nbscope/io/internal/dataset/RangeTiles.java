package nbscope.io.internal.dataset;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;
import nbscope.io.dataset.BasePartition;
import nbscope.io.dataset.DataTile;
import nbscope.io.dataset.Decoder;
import nbscope.io.dataset.ReadRanges;
import nbscope.io.dataset.Slice;
import nbscope.io.dataset.TileCursor;
import nbscope.io.dataset.TileMemory;
import nbscope.io.dataset.TileRequest;
import org.jspecify.annotations.Nullable;

/// Tiles that are put together from read ranges, each of which goes through the decoder.
final class RangeTiles implements TileCursor {
    /// Where the bytes of ranges come from.
    interface Source {
        /// Told before the tiles of a block are made.
        void prepare(ReadRanges ranges);

        /// The bytes of a range; valid until the next call.
        MemorySegment bytes(ReadRanges ranges, int tile, int range);
    }

    private final BasePartition partition;
    private final OpenFiles files;
    private final TileRequest request;
    private final TileMemory memory;
    private final Source source;
    private final Decoder.Decode decode;
    private final DType dtype;
    private final int[] firstPixels;
    private final int to;
    private int at;
    private int tile;
    private boolean open = true;
    private @Nullable ReadRanges block;

    RangeTiles(BasePartition partition, TileRequest request, TileMemory memory, Source source) {
        this.partition = partition;
        this.files = partition.files();
        files.lifetime().enter();
        this.request = request;
        this.memory = memory;
        this.source = source;
        this.decode = partition.decoder().decode();
        this.dtype = partition.decoder().nativeType();
        this.firstPixels = request.scheme().firstPixels();
        long sync = partition.syncOffset();
        this.at = StraightTiles.firstWithFrame(request, sync);
        this.to = StraightTiles.endWithFrame(request, sync, partition.fileSet().frames());
    }

    static Source mapped(OpenFiles files) {
        return new Source() {
            @Override
            public void prepare(ReadRanges ranges) {}

            @Override
            public MemorySegment bytes(ReadRanges ranges, int tile, int range) {
                long start = ranges.start(tile, range);
                return files.map(ranges.file(tile, range))
                        .slice(start, ranges.stop(tile, range) - start, "the pixels of a frame");
            }
        };
    }

    @Override
    public @Nullable DataTile next() {
        ReadRanges ranges = block;
        if (ranges == null || tile == ranges.tiles()) {
            if (at >= to) {
                return null;
            }
            ranges = nextBlock();
        }
        Slice slice = ranges.slice(tile);
        int depth = (int) slice.frameCount();
        int pixels = Math.toIntExact(slice.elements() / depth);
        long frameBytes = (long) pixels * dtype.bytes();
        MemorySegment out = memory.take(depth * frameBytes);
        if (partition.decoder().doClear()) {
            out.asSlice(0, depth * frameBytes).fill((byte) 0);
        }
        int n = ranges.count(tile);
        for (int r = 0; r < n; r++) {
            decode.decode(source.bytes(ranges, tile, r), out, ranges, tile, r);
        }
        long[] offsets = new long[depth];
        for (int i = 0; i < depth; i++) {
            offsets[i] = i * frameBytes;
        }
        int part = ranges.schemeIndex()[tile++];
        int first = Math.toIntExact(slice.firstFrame());
        return new DataTile(out, dtype, offsets, depth, first, request.roi(), firstPixels[part], pixels, part);
    }

    /// The ranges of the next block of frames, for all parts of the frame.
    private ReadRanges nextBlock() {
        int end = Math.min(to, at + request.scheme().depth());
        long sync = partition.syncOffset();
        long start = request.position(at) + sync;
        long stop = request.position(end - 1) + sync + 1;
        ReadRanges ranges = partition.fileSet().readRanges(start, stop, request.scheme(), sync, request.roi());
        source.prepare(ranges);
        at = end;
        tile = 0;
        block = ranges;
        return ranges;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            files.lifetime().leave();
        }
    }
}
