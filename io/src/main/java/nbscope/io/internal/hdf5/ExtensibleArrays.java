package nbscope.io.internal.hdf5;

import static nbscope.io.internal.hdf5.ArrayEntries.CHECKSUM;
import static nbscope.io.internal.hdf5.ArrayEntries.SIGNATURE;

import io.jhdf.Constants;
import io.jhdf.Utils;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.util.List;

/// The index of a data set that grows along one axis, an extensible array (HDF5 file format
/// specification, VII.D): the first entries lie in the index block, the others in data blocks, larger
/// and larger ones, whose places stand in the index block or, of later ones, in secondary blocks. What
/// no chunk was written to is not there, nor are the blocks in which only such would lie. jHDF stops at
/// the first of them.
///
/// Data blocks of super block `s` are 2^(s/2) in number, with 2^((s+1)/2) times the least number of
/// entries each.
final class ExtensibleArrays {
    private static final int MOST_BITS = 62;

    private final CheckedStorage storage;
    private final ArrayEntries entries;
    private final int client;
    private final int offsets;
    private final int offsetBytes;
    private final int inIndex;
    private final int least;
    private final int leastPointers;
    private final int supers;
    private final long page;
    private final long used;

    private ExtensibleArrays(CheckedStorage storage, ByteBuffer header, int chunkBytes, ChunkOrder order) {
        this.storage = storage;
        offsets = storage.getSizeOfOffsets();
        int lengths = storage.getSizeOfLengths();
        header.position(SIGNATURE + 1);
        client = header.get();
        entries = new ArrayEntries(storage, order, chunkBytes, client == 1, header.get() & 255);
        int bits = header.get() & 255;
        inIndex = header.get() & 255;
        least = header.get() & 255;
        leastPointers = header.get() & 255;
        int pageBits = header.get() & 255;
        boolean sound = bits > 0
                && bits <= MOST_BITS
                && Integer.bitCount(least) == 1
                && Integer.bitCount(leastPointers) == 1
                && pageBits < Integer.SIZE - 1
                && least <= 1L << bits;
        if (!sound) {
            throw new HdfException("an extensible array of 2^" + bits + " entries in blocks of " + least + " and more");
        }
        offsetBytes = Math.ceilDiv(bits, 8);
        supers = 1 + bits - Integer.numberOfTrailingZeros(least);
        page = 1L << pageBits;
        header.position(header.position() + 4 * lengths);
        used = Utils.readBytesAsUnsignedLong(header, lengths);
    }

    /// @param address    of the array's header
    /// @param chunkBytes of chunks that no filter was applied to
    /// @throws HdfException where it makes no sense
    static List<Chunk> read(CheckedStorage storage, long address, int chunkBytes, ChunkOrder order) {
        int offsets = storage.getSizeOfOffsets();
        int lengths = storage.getSizeOfLengths();
        ByteBuffer header = ArrayEntries.block(storage, address, "EAHD", 12L + 6L * lengths + offsets + CHECKSUM);
        var array = new ExtensibleArrays(storage, header, chunkBytes, order);
        header.position(12 + 6 * lengths);
        long index = Utils.readBytesAsUnsignedLong(header, offsets);
        if (index != Constants.UNDEFINED_ADDRESS) {
            array.indexBlock(index);
        }
        return array.entries.found();
    }

    /// Super blocks whose data blocks stand in the index block.
    private int direct() {
        return Math.min(supers, 2 * Integer.numberOfTrailingZeros(leastPointers));
    }

    private static long blocks(int superBlock) {
        return 1L << superBlock / 2;
    }

    private long perBlock(int superBlock) {
        return (1L << (superBlock + 1) / 2) * least;
    }

    private void indexBlock(long address) {
        long pointers = 0;
        for (int s = 0; s < direct(); s++) {
            pointers += blocks(s);
        }
        int later = supers - direct();
        int head = SIGNATURE + 2 + offsets;
        long length = head + (long) inIndex * entries.entry() + (pointers + later) * offsets + CHECKSUM;
        ByteBuffer block = ArrayEntries.block(storage, address, "EAIB", length);
        block.position(head);
        entries.read(block, 0, inIndex);
        long first = inIndex;
        for (int s = 0; s < direct(); s++) {
            for (long b = 0; b < blocks(s); b++, first += perBlock(s)) {
                long data = Utils.readBytesAsUnsignedLong(block, offsets);
                if (data != Constants.UNDEFINED_ADDRESS) {
                    if (perBlock(s) > page) {
                        throw new HdfException("an extensible array with pages in its first blocks");
                    }
                    dataBlock(data, first, perBlock(s));
                }
            }
        }
        // Blocks behind the highest number that was ever used are not there.
        for (int s = direct(); s < supers && first < used; s++) {
            long data = Utils.readBytesAsUnsignedLong(block, offsets);
            if (data != Constants.UNDEFINED_ADDRESS) {
                secondaryBlock(data, s, first);
            }
            first += blocks(s) * perBlock(s);
        }
    }

    private void secondaryBlock(long address, int superBlock, long from) {
        long per = perBlock(superBlock);
        int bitmap = per > page ? Math.toIntExact(Math.ceilDiv(per / page, 8L)) : 0;
        long blocks = blocks(superBlock);
        int head = SIGNATURE + 2 + offsets + offsetBytes;
        ByteBuffer block =
                ArrayEntries.block(storage, address, "EASB", head + blocks * bitmap + blocks * offsets + CHECKSUM);
        int pages = (int) (per / page);
        for (int b = 0; b < blocks; b++) {
            block.position(Math.toIntExact(head + blocks * bitmap + (long) b * offsets));
            long data = Utils.readBytesAsUnsignedLong(block, offsets);
            if (data == Constants.UNDEFINED_ADDRESS) {
                continue;
            }
            long first = from + b * per;
            if (per <= page) {
                dataBlock(data, first, per);
                continue;
            }
            int start = SIGNATURE + 2 + offsets + offsetBytes + CHECKSUM;
            ArrayEntries.block(storage, data, "EADB", start);
            for (int p = 0; p < pages; p++) {
                // The bits of all data blocks follow one another, also inside a byte.
                int bit = b * pages + p;
                if ((block.get(head + bit / 8) & 0x80 >> bit % 8) != 0) {
                    long at = data + start + p * (page * entries.entry() + CHECKSUM);
                    entries.readPage(at, first + p * page, (int) page);
                }
            }
        }
    }

    /// A block without pages.
    private void dataBlock(long address, long first, long count) {
        int head = SIGNATURE + 2 + offsets + offsetBytes;
        ByteBuffer block = ArrayEntries.block(storage, address, "EADB", head + count * entries.entry() + CHECKSUM);
        block.position(head);
        entries.read(block, first, Math.toIntExact(count));
    }
}
