package nbscope.compute.internal.index;

import java.lang.foreign.MemorySegment;
import nbscope.compute.internal.store.HostChunks;

/// Where some consecutive patterns lie, which may be in several chunks. For one thread.
final class Group {
    /// Patterns of a group: 256 bytes of each u16 plane are written at once.
    static final int MOST = 128;

    private final HostChunks chunks;
    private final MemorySegment[] segments = new MemorySegment[MOST];
    private final long[] offsets = new long[MOST];
    private final int[] chunk = new int[MOST];
    private int first;
    private int count;

    Group(HostChunks chunks) {
        this.chunks = chunks;
    }

    static int count(HostChunks chunks) {
        return (chunks.geometry().positions() + MOST - 1) / MOST;
    }

    void find(int number) {
        first = number * MOST;
        count = Math.min(MOST, chunks.geometry().positions() - first);
        for (int g = 0; g < count; g++) {
            chunk[g] = chunks.chunkOf(first + g);
            segments[g] = chunks.chunk(chunk[g]);
            offsets[g] = (long) (first + g - chunks.firstPosition(chunk[g]))
                    * chunks.geometry().patternBytes();
        }
    }

    /// Scan position of the first pattern.
    int first() {
        return first;
    }

    int count() {
        return count;
    }

    MemorySegment segment(int g) {
        return segments[g];
    }

    /// Where pattern `g` starts in its segment.
    long offset(int g) {
        return offsets[g];
    }

    /// Whether patterns `[from, to)` exist and follow each other in memory.
    boolean inOnePiece(int from, int to) {
        return to <= count && chunk[from] == chunk[to - 1];
    }
}
