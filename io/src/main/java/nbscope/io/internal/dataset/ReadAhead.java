package nbscope.io.internal.dataset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import nbscope.io.dataset.ReadRanges;

/// Reads the ranges of a block by calls: what lies near each other in a file comes in by one.
final class ReadAhead implements RangeTiles.Source {
    /// Bytes between two ranges that are cheaper to read than to skip.
    private static final long GAP = 16 << 10;

    /// Bytes per call, at most, where ranges are smaller.
    private static final long LARGEST = 16 << 20;

    private final OpenFiles files;
    private MemorySegment buffer = MemorySegment.NULL;
    private int file = -1;
    private long from;
    private long to;

    ReadAhead(OpenFiles files) {
        this.files = files;
    }

    @Override
    public void prepare(ReadRanges ranges) {
        file = -1;
    }

    @Override
    public MemorySegment bytes(ReadRanges ranges, int tile, int range) {
        long start = ranges.start(tile, range);
        long stop = ranges.stop(tile, range);
        int wanted = ranges.file(tile, range);
        if (wanted != file || start < from || stop > to) {
            fill(ranges, tile, range);
        }
        return buffer.asSlice(start - from, stop - start);
    }

    /// Reads this range and those after it that lie close to it in the same file, on either side.
    private void fill(ReadRanges ranges, int tile, int range) {
        file = ranges.file(tile, range);
        from = ranges.start(tile, range);
        to = ranges.stop(tile, range);
        int n = ranges.count(tile);
        for (int r = range + 1; r < n && ranges.file(tile, r) == file; r++) {
            long low = Math.min(from, ranges.start(tile, r));
            long high = Math.max(to, ranges.stop(tile, r));
            boolean near = ranges.start(tile, r) - to <= GAP && from - ranges.stop(tile, r) <= GAP;
            if (!near || high - low > LARGEST) {
                break;
            }
            from = low;
            to = high;
        }
        if (buffer.byteSize() < to - from) {
            // Left to the garbage collector: a cursor has no end of its own.
            buffer = Arena.ofAuto().allocate(Math.max(to - from, 1), 64);
        }
        files.read(file, from, buffer.asSlice(0, to - from));
    }
}
