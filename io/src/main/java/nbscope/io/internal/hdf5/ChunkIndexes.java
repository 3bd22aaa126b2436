package nbscope.io.internal.hdf5;

import io.jhdf.Constants;
import io.jhdf.btree.BTreeV1;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.DatasetInfo;
import io.jhdf.dataset.chunked.indexing.BTreeIndex;
import io.jhdf.dataset.chunked.indexing.ChunkImpl;
import io.jhdf.dataset.chunked.indexing.SingleChunkIndex;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.TileBox;

/// Reads the index of a data set's chunks, in any of the six forms that HDF5 has for it.
final class ChunkIndexes {
    private static final int SINGLE = 1;
    private static final int IMPLICIT = 2;
    private static final int FIXED = 3;
    private static final int EXTENSIBLE = 4;
    private static final int TREE = 5;

    /// Where the header of a tree says how many entries there are, and the least bytes of one.
    private static final int TREE_COUNT = 18;
    private static final int LEAST_ENTRY = 8;

    private ChunkIndexes() {}

    /// Lengths of a chunk in elements; as many as the data set has axes, all positive.
    static int[] chunk(StoredDataset set) {
        int[] chunk = switch (set.layout()) {
            case ChunkedDataLayoutMessage m -> m.getChunkDimensions();
            case ChunkedDataLayoutMessageV4 m ->
                Arrays.copyOf(m.getChunkDimensions(), Math.max(0, m.getChunkDimensions().length - 1));
            default -> throw new IllegalStateException(set.path() + " has no chunks");
        };
        if (chunk.length != set.shape().length || Arrays.stream(chunk).anyMatch(n -> n < 1)) {
            throw set.storage()
                    .file()
                    .malformed(
                            -1,
                            "chunks of shape " + Arrays.toString(chunk) + " in " + set.path(),
                            "one length for each axis of " + Arrays.toString(set.shape()) + "; the file is damaged");
        }
        return chunk;
    }

    /// Bytes of a decoded chunk.
    static int chunkBytes(StoredDataset set) {
        int[] chunk = chunk(set);
        long bytes = Layout.bytes(
                Arrays.stream(chunk).asLongStream().toArray(), set.numbers().bytes());
        if (bytes < 0 || bytes > Integer.MAX_VALUE - 64) {
            throw new UnsupportedDataException(
                    set.file(),
                    set.path() + " has chunks of shape " + Arrays.toString(chunk)
                            + ", 2 GiB or more each; write it with smaller ones");
        }
        return (int) bytes;
    }

    /// Chunks along each axis.
    static long[] grid(long[] shape, int[] chunk) {
        long[] grid = new long[shape.length];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = shape[i] == 0 ? 0 : (shape[i] - 1) / chunk[i] + 1;
        }
        return grid;
    }

    static ChunkTable read(StoredDataset set) {
        Collection<Chunk> chunks =
                Parsing.of(set.storage(), "the index of the chunks of " + set.path(), () -> index(set));
        return table(set, chunks);
    }

    private static Collection<Chunk> index(StoredDataset set) {
        CheckedStorage storage = set.storage();
        return switch (set.layout()) {
            case ChunkedDataLayoutMessage m when m.getBTreeAddress() == Constants.UNDEFINED_ADDRESS -> List.of();
            case ChunkedDataLayoutMessage m ->
                BTreeV1.createDataBTree(storage, m.getBTreeAddress(), set.shape().length)
                        .getChunks();
            case ChunkedDataLayoutMessageV4 m when m.getAddress() == Constants.UNDEFINED_ADDRESS -> List.of();
            case ChunkedDataLayoutMessageV4 m -> newer(set, m);
            default -> throw new IllegalStateException(set.path() + " has no chunks");
        };
    }

    private static Collection<Chunk> newer(StoredDataset set, ChunkedDataLayoutMessageV4 m) {
        CheckedStorage storage = set.storage();
        int[] chunk = chunk(set);
        DatasetInfo info = new DatasetInfo(chunkBytes(set), set.shape(), chunk);
        ChunkOrder order = ChunkOrder.of(chunk, set.shape(), set.most());
        return switch (m.getIndexingType()) {
            case IMPLICIT -> {
                checkCount(storage, order.count(), Math.max(1, info.getChunkSizeInBytes()), m.getAddress());
                yield implicit(m.getAddress(), info.getChunkSizeInBytes(), order);
            }
            case FIXED -> FixedArrays.read(storage, m.getAddress(), info.getChunkSizeInBytes(), order);
            case EXTENSIBLE -> ExtensibleArrays.read(storage, m.getAddress(), info.getChunkSizeInBytes(), order);
            case TREE -> {
                int at = TREE_COUNT + storage.getSizeOfOffsets();
                checkCount(storage, count(storage, m.getAddress() + at), LEAST_ENTRY, m.getAddress());
                yield new BTreeIndex(storage, m.getAddress(), info).getAllChunks();
            }
            case SINGLE -> new SingleChunkIndex(m, info).getAllChunks();
            default ->
                throw new UnsupportedDataException(
                        set.file(),
                        set.path() + " has an index of its chunks of kind " + m.getIndexingType()
                                + ", which is newer than those that nbscope reads (1 to 5, HDF5 1.10 to 1.14); "
                                + "write it again, for example by h5repack --high=2");
        };
    }

    /// Chunks that lie one after another, all of them there.
    private static Collection<Chunk> implicit(long address, int chunkBytes, ChunkOrder order) {
        List<Chunk> chunks = new ArrayList<>();
        for (long i = 0; i < order.count(); i++) {
            chunks.add(new ChunkImpl(address + i * chunkBytes, chunkBytes, order.offset(i)));
        }
        return chunks;
    }

    private static long count(CheckedStorage storage, long address) {
        return io.jhdf.Utils.readBytesAsUnsignedLong(
                storage.readBufferFromAddress(address, storage.getSizeOfLengths()), storage.getSizeOfLengths());
    }

    /// Before jHDF makes lists of that length.
    private static void checkCount(CheckedStorage storage, long entries, int least, long address) {
        if (entries < 0 || entries > storage.size() / least) {
            throw storage.file()
                    .malformed(
                            storage.place(address),
                            "an index of " + entries + " chunks",
                            "as many as fit the file of " + storage.size() + " bytes; it is damaged");
        }
    }

    private static ChunkTable table(StoredDataset set, Collection<Chunk> chunks) {
        CheckedStorage storage = set.storage();
        int[] size = chunk(set);
        long[] grid = grid(set.shape(), size);
        int whole = set.filters().isEmpty() ? chunkBytes(set) : 0;
        record Row(long number, Chunk chunk) {}
        List<Row> rows = chunks.stream()
                .filter(c -> c.getAddress() != Constants.UNDEFINED_ADDRESS)
                .map(c -> new Row(number(set, c, size, grid), c))
                // What a data set had before it shrank may still be there.
                .filter(row -> row.number >= 0)
                .sorted(java.util.Comparator.comparingLong(Row::number))
                .toList();
        int n = rows.size();
        ChunkTable table = new ChunkTable(new long[n], new long[n], new int[n], new int[n]);
        for (int i = 0; i < n; i++) {
            Chunk chunk = rows.get(i).chunk;
            long place = storage.place(chunk.getAddress());
            String what = "chunk " + Arrays.toString(chunk.getChunkOffset()) + " of " + set.path();
            storage.file().require(place, chunk.getSize(), what);
            if (i > 0 && rows.get(i).number == table.number()[i - 1]) {
                throw storage.file().malformed(place, what + " twice", "each chunk once; the file is damaged");
            }
            if (whole > 0 && chunk.getSize() != whole) {
                throw storage.file()
                        .malformed(
                                place, what + " with " + chunk.getSize() + " bytes", whole + "; the file is damaged");
            }
            table.number()[i] = rows.get(i).number;
            table.place()[i] = place;
            table.length()[i] = chunk.getSize();
            long[] mask = chunk.getFilterMask().toLongArray();
            table.skipped()[i] = mask.length == 0 ? 0 : (int) mask[0];
        }
        return table;
    }

    /// The number of a chunk in C order, -1 outside of the data set.
    private static long number(StoredDataset set, Chunk chunk, int[] size, long[] grid) {
        long[] at = chunk.getChunkOffset();
        for (int i = 0; i < at.length; i++) {
            if (at[i] % size[i] != 0 || at[i] < 0) {
                throw set.storage()
                        .file()
                        .malformed(
                                set.storage().place(chunk.getAddress()),
                                "a chunk at element " + Arrays.toString(chunk.getChunkOffset()) + " of " + set.path(),
                                "multiples of " + Arrays.toString(size) + "; the file is damaged");
            }
            at[i] /= size[i];
            if (at[i] >= grid[i]) {
                return -1;
            }
        }
        return TileBox.index(at, grid);
    }
}
