package nbscope.io.internal.hdf5;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import nbscope.io.internal.array.TileBox;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.bytes.PositionalFile;

/// The stored bytes of some chunks, in as few reads as they need: chunks that lie beside each other in
/// the file come in one. Immutable.
///
/// @param table  of all chunks
/// @param rows   of the chunks in question, ascending
/// @param at     where each of them lies in the buffer
/// @param places where runs begin in the file
/// @param starts where runs begin in the buffer, and at the end the length of all
record StoredRuns(ChunkTable table, int[] rows, long[] at, long[] places, long[] starts) {
    /// Bytes between two chunks that are cheaper to read than to skip.
    private static final long GAP = 16 << 10;

    /// @param touched the chunks; those that were never written need no bytes
    /// @param grid    chunks along each axis
    static StoredRuns of(ChunkTable table, TileBox touched, long[] grid) {
        int count = Math.toIntExact(touched.count());
        int[] rows = new int[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            int row = table.find(TileBox.index(touched.at(i), grid));
            if (row >= 0) {
                rows[n++] = row;
            }
        }
        return of(table, Arrays.copyOf(rows, n));
    }

    private static StoredRuns of(ChunkTable table, int[] rows) {
        Arrays.sort(rows);
        int[] byPlace = byPlace(table, rows);
        long[] at = new long[rows.length];
        long[] places = new long[rows.length];
        long[] starts = new long[rows.length + 1];
        int runs = 0;
        long end = 0;
        long length = 0;
        for (int i : byPlace) {
            long place = table.place()[rows[i]];
            if (runs == 0 || place < end || place - end > GAP) {
                places[runs] = place;
                starts[runs++] = length;
            } else {
                length += place - end;
            }
            at[i] = length;
            length += table.length()[rows[i]];
            end = place + table.length()[rows[i]];
        }
        starts[runs] = length;
        return new StoredRuns(table, rows, at, Arrays.copyOf(places, runs), Arrays.copyOf(starts, runs + 1));
    }

    /// Numbers of rows in the order of their chunks in the file, mostly that of the rows.
    private static int[] byPlace(ChunkTable table, int[] rows) {
        IntStream numbers = IntStream.range(0, rows.length);
        boolean ascending = true;
        for (int i = 1; ascending && i < rows.length; i++) {
            ascending = table.place()[rows[i]] > table.place()[rows[i - 1]];
        }
        return ascending
                ? numbers.toArray()
                : numbers.boxed()
                        .sorted(Comparator.comparingLong(i -> table.place()[rows[i]]))
                        .mapToInt(i -> i)
                        .toArray();
    }

    /// Of all runs.
    long bytes() {
        return starts[places.length];
    }

    /// Reads all runs by calls, also from a file that is mapped.
    ///
    /// @param buffer at least [#bytes] long
    void read(MappedFile file, MemorySegment buffer) {
        if (places.length == 0) {
            return;
        }
        try (PositionalFile reads = PositionalFile.open(java.nio.file.Path.of(file.name()))) {
            if (reads.size() < file.size()) {
                throw file.malformed(
                        reads.size(),
                        "the end of the file after " + reads.size() + " bytes",
                        file.size() + " bytes, as it had when it was opened; a file must keep its length while it is "
                                + "open, copy it again");
            }
            for (int i = 0; i < places.length; i++) {
                reads.read(places[i], buffer.asSlice(starts[i], starts[i + 1] - starts[i]), "chunks");
            }
        }
    }

    /// The bytes of one of the chunks.
    MemorySegment stored(int row, MemorySegment buffer) {
        int i = Arrays.binarySearch(rows, row);
        if (i < 0) {
            throw new IllegalArgumentException("a read leaves the region that was fetched");
        }
        return buffer.asSlice(at[i], table.length()[row]);
    }
}
