package nbscope.compute.internal.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nbscope.compute.internal.memory.OffHeap;

/// One time frame in plain memory: chunks of whole scan rows, scan-major, native dtype, each at least
/// [#PADDING] bytes longer than its data so that a kernel may read whole 64-byte blocks past the last pattern.
///
/// Owns its memory until `close`. No checks of its own against use after close beyond the arena's; the stack's guard
/// keeps readers and `close` apart.
public final class HostChunks implements AutoCloseable {
    public static final int PADDING = 64;

    private static final int PAGE = 4096;

    private final Geometry geometry;
    private final int rowsPerChunk;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> chunks;

    /// @throws OutOfMemoryError when the system has not enough; nothing is kept then
    public HostChunks(Geometry geometry, long maxAllocation) {
        this.geometry = geometry;
        this.rowsPerChunk = geometry.rowsPerChunk(maxAllocation);
        List<MemorySegment> made = new ArrayList<>();
        try {
            for (int row = 0; row < geometry.scanRows(); row += rowsPerChunk) {
                int rows = Math.min(rowsPerChunk, geometry.scanRows() - row);
                // Whole pages: what else does not begin and end at one, some graphics drivers copy instead of wrapping
                // it.
                long bytes = rows * geometry.rowBytes() + PADDING;
                made.add(OffHeap.allocate(arena, (bytes + PAGE - 1) / PAGE * PAGE));
            }
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
        this.chunks = List.copyOf(made);
    }

    public Geometry geometry() {
        return geometry;
    }

    public int count() {
        return chunks.size();
    }

    /// Chunk `i` with its padding.
    public MemorySegment chunk(int i) {
        return chunks.get(i);
    }

    /// The chunk that holds a position.
    public int chunkOf(int position) {
        return position / (rowsPerChunk * geometry.scanCols());
    }

    /// Scan position of the first pattern in chunk `i`.
    public int firstPosition(int i) {
        return i * rowsPerChunk * geometry.scanCols();
    }

    /// Number of patterns in chunk `i`.
    public int positions(int i) {
        int rows = Math.min(rowsPerChunk, geometry.scanRows() - i * rowsPerChunk);
        return rows * geometry.scanCols();
    }

    /// The bytes of `rows` scan rows from `row`, which must lie in one chunk.
    public MemorySegment rows(int row, int rows) {
        long bytes = geometry.rowBytes();
        return chunks.get(row / rowsPerChunk).asSlice(row % rowsPerChunk * bytes, rows * bytes);
    }

    /// Lets the content of scan rows go, which nobody reads any more.
    void forget(int row, int rows) {
        for (int r = row; r < row + rows; ) {
            int n = Math.min(row + rows - r, rowsLeft(r));
            OffHeap.forget(rows(r, n));
            r += n;
        }
    }

    /// Scan rows from `row` to the end of its chunk.
    public int rowsLeft(int row) {
        return Math.min(geometry.scanRows(), (row / rowsPerChunk + 1) * rowsPerChunk) - row;
    }

    /// The bytes of one pattern.
    public MemorySegment pattern(int position) {
        int i = chunkOf(position);
        return chunks.get(i)
                .asSlice((long) (position - firstPosition(i)) * geometry.patternBytes(), geometry.patternBytes());
    }

    @Override
    public void close() {
        arena.close();
    }
}
