package nbscope.io.internal.hdf5;

import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.bytes.MappedFile;

/// The bytes of a mapped file as jHDF asks for them. Every length is compared with the file before anything is made of
/// it, and what is read at all is bounded: links that lead in circles, or the same piece again and again, come to an
/// end.
final class CheckedStorage implements HdfBackingStorage {
    private static final byte[] SIGNATURE = {(byte) 137, 'H', 'D', 'F', '\r', '\n', 26, '\n'};
    private static final int SUPERBLOCK_MOST = 256;
    private static final long FIRST_PLACE = 512;

    /// Sound files need about their own metadata once.
    private static final long READ_MOST = 4L << 30;

    private static final long READ_LEAST = 1 << 20;
    private static final int COST = 64;

    private final MappedFile file;
    private final long base;
    private final Superblock superblock;
    private long left;

    private CheckedStorage(MappedFile file, long base, Superblock superblock) {
        this.file = file;
        this.base = base;
        this.superblock = superblock;
    }

    /// Whether bytes begin as an HDF5 file does that has nothing before its superblock.
    static boolean isSignature(byte[] head) {
        return head.length >= SIGNATURE.length
                && Arrays.equals(head, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /// @throws MalformedDataException where there is no superblock, or the file is shorter than it says
    static CheckedStorage of(MappedFile file) {
        long at = 0;
        while (!isSignature(file.copy(at, (int) Math.min(SIGNATURE.length, file.size() - at), "signature"))) {
            at = at == 0 ? FIRST_PLACE : 2 * at;
            if (at > file.size() - SIGNATURE.length) {
                throw file.malformed(
                        0, "no signature of HDF5 at byte 0, 512, 1024, ...", "an HDF5 file; is it of another format?");
            }
        }
        long length = Math.min(SUPERBLOCK_MOST, file.size() - at);
        ByteBuffer head = bytes(file, at, length);
        Superblock superblock = Parsing.of(file, "the superblock", () -> Superblock.readSuperblock(head));
        if (superblock.getBaseAddressByte() != at) {
            throw file.malformed(
                    at, "the base address " + superblock.getBaseAddressByte(), at + "; the file is damaged");
        }
        long end = superblock.getEndOfFileAddress();
        if (end > file.size()) {
            throw file.malformed(
                    file.size(),
                    "the end of the file after " + file.size() + " bytes",
                    end
                            + " bytes, as its superblock says; the file is cut short or still being written, copy it again");
        }
        return new CheckedStorage(file, at, superblock);
    }

    MappedFile file() {
        return file;
    }

    /// Where an address lies in the file.
    long place(long address) {
        return address < 0 || address > Long.MAX_VALUE - base ? -1 : base + address;
    }

    /// Gives jHDF anew what it may read until the next call.
    void begin() {
        left = Math.clamp(8 * file.size(), READ_LEAST, READ_MOST);
    }

    @Override
    public ByteBuffer readBufferFromAddress(long address, int length) {
        return map(address, length);
    }

    @Override
    public ByteBuffer map(long address, long length) {
        return mapNoOffset(place(address), length);
    }

    @Override
    public ByteBuffer mapNoOffset(long address, long length) {
        file.require(address, length, "the structure of an HDF5 file");
        left -= length + COST;
        if (left < 0) {
            throw file.malformed(
                    address, "links or indexes that lead in circles", "a structure that ends; the file is damaged");
        }
        return bytes(file, address, length);
    }

    private static ByteBuffer bytes(MappedFile file, long address, long length) {
        if (length > Integer.MAX_VALUE) {
            throw file.malformed(address, "a piece of structure of " + length + " bytes", "less than 2 GiB");
        }
        return file.slice(address, length, "the structure of an HDF5 file")
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long getUserBlockSize() {
        return base;
    }

    @Override
    public Superblock getSuperblock() {
        return superblock;
    }

    @Override
    public FileChannel getFileChannel() {
        throw new UnsupportedOperationException("the file is mapped");
    }

    @Override
    public int getSizeOfOffsets() {
        return superblock.getSizeOfOffsets();
    }

    @Override
    public int getSizeOfLengths() {
        return superblock.getSizeOfLengths();
    }

    @Override
    public void close() {
        file.lifetime().close();
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public boolean inMemory() {
        return true;
    }
}
