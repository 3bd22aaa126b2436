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

/// The blocks and entries that fixed and extensible arrays have in common (HDF5 file format
/// specification, VII.C and D). An entry is the place of a chunk; of filtered chunks also their length
/// and a mask.
final class ArrayEntries {
    static final int SIGNATURE = 4;
    static final int CHECKSUM = 4;
    private static final int MASK = 4;

    private final CheckedStorage storage;
    private final ChunkOrder order;
    private final int chunkBytes;
    private final boolean filtered;
    private final int entry;
    private final List<Chunk> found = new ArrayList<>();

    /// @param order      numbers the chunks
    /// @param chunkBytes of chunks that no filter was applied to
    /// @param entry      bytes of one
    ArrayEntries(CheckedStorage storage, ChunkOrder order, int chunkBytes, boolean filtered, int entry) {
        this.storage = storage;
        this.order = order;
        this.chunkBytes = chunkBytes;
        this.filtered = filtered;
        this.entry = entry;
        int offsets = storage.getSizeOfOffsets();
        int least = filtered ? offsets + MASK + 1 : offsets;
        if (entry < least) {
            throw new HdfException("an array with entries of " + entry + " bytes, which need " + least);
        }
    }

    int entry() {
        return entry;
    }

    /// Those of chunks that are there.
    List<Chunk> found() {
        return found;
    }

    /// Reads entries where the buffer stands.
    ///
    /// @param first number of the first
    void read(ByteBuffer bytes, long first, int count) {
        for (int i = 0; i < count; i++) {
            int next = bytes.position() + entry;
            long place = Utils.readBytesAsUnsignedLong(bytes, storage.getSizeOfOffsets());
            if (place != Constants.UNDEFINED_ADDRESS) {
                long[] offset = order.offset(first + i);
                found.add(filtered ? filtered(bytes, place, offset) : new ChunkImpl(place, chunkBytes, offset));
            }
            bytes.position(next);
        }
    }

    private Chunk filtered(ByteBuffer bytes, long place, long[] offset) {
        int length = Utils.readBytesAsUnsignedInt(bytes, entry - storage.getSizeOfOffsets() - MASK);
        byte[] mask = new byte[MASK];
        bytes.get(mask);
        return new ChunkImpl(place, length, offset, BitSet.valueOf(mask));
    }

    /// Reads a page of entries with its checksum.
    void readPage(long address, long first, int count) {
        ByteBuffer bytes = storage.map(address, (long) count * entry + CHECKSUM);
        ChecksumUtils.validateChecksum(bytes.duplicate().order(bytes.order()));
        read(bytes, first, count);
    }

    /// A block whose signature and checksum are right; the buffer stands at its start.
    static ByteBuffer block(CheckedStorage storage, long address, String signature, long length) {
        ByteBuffer bytes = storage.map(address, length);
        for (int i = 0; i < SIGNATURE; i++) {
            if (bytes.get(i) != signature.charAt(i)) {
                throw new HdfException("no signature " + signature + " at address " + address);
            }
        }
        ChecksumUtils.validateChecksum(bytes.duplicate().order(bytes.order()));
        return bytes;
    }
}
