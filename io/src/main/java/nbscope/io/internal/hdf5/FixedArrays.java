package nbscope.io.internal.hdf5;

import io.jhdf.Constants;
import io.jhdf.Utils;
import io.jhdf.checksum.ChecksumUtils;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.indexing.ChunkImpl;
import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The index of a data set of fixed lengths, a fixed array (HDF5 file format specification, VII.C): an entry for each
/// chunk, in pages where there are many, of which those that no chunk was written to are not there. jHDF takes those
/// for damage.
final class FixedArrays {
    private static final int SIGNATURE = 4;
    private static final int CHECKSUM = 4;
    private static final int MASK = 4;

    private FixedArrays() {}

    /// @param address    of the array's header
    /// @param chunkBytes of chunks that no filter was applied to
    /// @throws HdfException where it makes no sense
    static List<Chunk> read(CheckedStorage storage, long address, int chunkBytes, int[] chunk, long[] shape) {
        int offsets = storage.getSizeOfOffsets();
        int lengths = storage.getSizeOfLengths();
        ByteBuffer header = block(storage, address, "FAHD", 8L + lengths + offsets + CHECKSUM);
        ChecksumUtils.validateChecksum(header.duplicate().order(header.order()));
        header.position(SIGNATURE + 1);
        boolean filtered = header.get() == 1;
        int entry = header.get() & 255;
        long page = 1L << (header.get() & 31);
        long entries = Utils.readBytesAsUnsignedLong(header, lengths);
        long data = Utils.readBytesAsUnsignedLong(header, offsets);
        int least = filtered ? offsets + MASK + 1 : offsets;
        if (entry < least || entries < 0 || entries > Integer.MAX_VALUE - 64) {
            throw new HdfException("an array of " + entries + " entries of " + entry + " bytes");
        }
        if (data == Constants.UNDEFINED_ADDRESS) {
            return List.of();
        }
        boolean paged = entries > page;
        int pages = paged ? Math.toIntExact(Math.ceilDiv(entries, page)) : 1;
        int bitmap = paged ? Math.ceilDiv(pages, 8) : 0;
        int head = SIGNATURE + 2 + offsets + bitmap;
        ByteBuffer block = block(storage, data, "FADB", paged ? head + CHECKSUM : head + entries * entry + CHECKSUM);
        ChecksumUtils.validateChecksum(block.duplicate().order(block.order()));
        List<Chunk> chunks = new ArrayList<>();
        long at = paged ? head + CHECKSUM : head;
        for (int p = 0; p < pages; p++) {
            long first = p * page;
            int count = (int) Math.min(page, entries - first);
            boolean written = !paged || (block.get(head - bitmap + p / 8) & 0x80 >> p % 8) != 0;
            if (written) {
                ByteBuffer bytes = storage.map(data + at, (long) count * entry + CHECKSUM);
                if (paged) {
                    ChecksumUtils.validateChecksum(bytes.duplicate().order(bytes.order()));
                }
                for (int i = 0; i < count; i++) {
                    bytes.position(i * entry);
                    long[] offset = Utils.chunkIndexToChunkOffset(first + i, chunk, shape);
                    long place = Utils.readBytesAsUnsignedLong(bytes, offsets);
                    if (place != Constants.UNDEFINED_ADDRESS) {
                        chunks.add(
                                filtered
                                        ? filtered(bytes, entry - offsets - MASK, place, offset)
                                        : new ChunkImpl(place, chunkBytes, offset));
                    }
                }
            }
            // Also pages that were not written take their place.
            at += (long) count * entry + CHECKSUM;
        }
        return chunks;
    }

    private static Chunk filtered(ByteBuffer bytes, int sizeOfLength, long place, long[] offset) {
        int length = Utils.readBytesAsUnsignedInt(bytes, sizeOfLength);
        byte[] mask = new byte[MASK];
        bytes.get(mask);
        return new ChunkImpl(place, length, offset, BitSet.valueOf(mask));
    }

    private static ByteBuffer block(CheckedStorage storage, long address, String signature, long length) {
        ByteBuffer bytes = storage.map(address, length);
        for (int i = 0; i < SIGNATURE; i++) {
            if (bytes.get(i) != signature.charAt(i)) {
                throw new HdfException("no signature " + signature + " at address " + address);
            }
        }
        return bytes;
    }
}
