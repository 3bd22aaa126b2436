package nbscope.compute.udf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.udf.PatternTiles;
import nbscope.compute.internal.udf.Scratch;
import nbscope.io.DType;

/// Frames for tests: in memory of their own, or copied for each tile; counts what was asked for, and may be told to do
/// something before each tile.
final class MemoryTiles extends PatternTiles {
    private final Geometry geometry;
    private final MemorySegment data;
    private final boolean copies;
    private final int chunk;
    final AtomicLong patterns = new AtomicLong();
    volatile Runnable beforeTile = () -> {};

    private MemoryTiles(Geometry geometry, MemorySegment data, boolean copies, int chunk) {
        this.geometry = geometry;
        this.data = data;
        this.copies = copies;
        this.chunk = chunk;
    }

    /// @param bytes C order, little endian
    static MemoryTiles of(DType t, int scanRows, int scanCols, int detRows, int detCols, MemorySegment bytes) {
        var geometry = new Geometry(t, scanRows, scanCols, detRows, detCols);
        var own = Arena.ofAuto().allocate(geometry.frameBytes() + HostChunks.PADDING, 64);
        MemorySegment.copy(bytes, 0, own, 0, geometry.frameBytes());
        return new MemoryTiles(geometry, own, false, geometry.positions());
    }

    /// The same, copied tile by tile, in chunks of so many positions.
    MemoryTiles copying(int positions) {
        return new MemoryTiles(geometry, data, true, positions);
    }

    @Override
    public Geometry geometry() {
        return geometry;
    }

    @Override
    protected int contiguous(int first) {
        return Math.min(geometry.positions(), (first / chunk + 1) * chunk) - first;
    }

    @Override
    protected MemorySegment patterns(int first, int count, Scratch scratch) {
        patterns.addAndGet(count);
        long at = (long) first * geometry.patternBytes();
        long bytes = (long) count * geometry.patternBytes();
        if (!copies) {
            return data.asSlice(at, bytes + HostChunks.PADDING);
        }
        var copy = scratch.take(Scratch.Use.COPY, bytes);
        MemorySegment.copy(data, at, copy, 0, bytes);
        return copy;
    }

    @Override
    protected boolean copies() {
        return copies;
    }

    @Override
    protected void reading(Runnable body) {
        beforeTile.run();
        body.run();
    }
}
