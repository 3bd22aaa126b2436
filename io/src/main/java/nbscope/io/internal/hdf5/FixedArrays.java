package nbscope.io.internal.hdf5;

import static nbscope.io.internal.hdf5.ArrayEntries.CHECKSUM;
import static nbscope.io.internal.hdf5.ArrayEntries.SIGNATURE;

import io.jhdf.Constants;
import io.jhdf.Utils;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.util.List;

/// The index of a data set of fixed lengths, a fixed array (HDF5 file format specification, VII.C): an entry for each
/// chunk, in pages where there are many, of which those that no chunk was written to are not there. jHDF takes those
/// for damage.
final class FixedArrays {
    private FixedArrays() {}

    /// @param address    of the array's header
    /// @param chunkBytes of chunks that no filter was applied to
    /// @throws HdfException where it makes no sense
    static List<Chunk> read(CheckedStorage storage, long address, int chunkBytes, ChunkOrder order) {
        int offsets = storage.getSizeOfOffsets();
        int lengths = storage.getSizeOfLengths();
        ByteBuffer header = ArrayEntries.block(storage, address, "FAHD", 8L + lengths + offsets + CHECKSUM);
        header.position(SIGNATURE + 1);
        boolean filtered = header.get() == 1;
        var entries = new ArrayEntries(storage, order, chunkBytes, filtered, header.get() & 255);
        long page = 1L << (header.get() & 31);
        long count = Utils.readBytesAsUnsignedLong(header, lengths);
        long data = Utils.readBytesAsUnsignedLong(header, offsets);
        if (count < 0 || count > Integer.MAX_VALUE - 64) {
            throw new HdfException("an array of " + count + " entries");
        }
        if (data == Constants.UNDEFINED_ADDRESS) {
            return List.of();
        }
        boolean paged = count > page;
        int pages = paged ? Math.toIntExact(Math.ceilDiv(count, page)) : 1;
        int bitmap = paged ? Math.ceilDiv(pages, 8) : 0;
        int head = SIGNATURE + 2 + offsets + bitmap;
        if (!paged) {
            ByteBuffer block = ArrayEntries.block(storage, data, "FADB", head + count * entries.entry() + CHECKSUM);
            block.position(head);
            entries.read(block, 0, (int) count);
            return entries.found();
        }
        ByteBuffer block = ArrayEntries.block(storage, data, "FADB", head + CHECKSUM);
        long at = data + head + CHECKSUM;
        for (int p = 0; p < pages; p++) {
            int n = (int) Math.min(page, count - p * page);
            if ((block.get(head - bitmap + p / 8) & 0x80 >> p % 8) != 0) {
                entries.readPage(at, p * page, n);
            }
            // Also pages that were not written take their place.
            at += (long) n * entries.entry() + CHECKSUM;
        }
        return entries.found();
    }
}
