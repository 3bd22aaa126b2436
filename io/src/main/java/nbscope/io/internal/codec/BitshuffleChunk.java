package nbscope.io.internal.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.filter.BitPlanes;
import org.jspecify.annotations.Nullable;

/// A chunk of bitshuffle (HDF5 filter 32008; github.com/kiyo-masui/bitshuffle, bitshuffle_core.c and bshuf_h5filter.c).
/// Compressed ones begin with eight bytes, the decoded length, and four, the bytes of a block, both big endian; then
/// each block has its compressed length in four bytes before it. The last block is as long as whole groups of eight
/// elements are left; up to seven elements behind it are stored as they are. Chunks that are only shuffled have the
/// same blocks without any of the lengths. One instance serves one thread at a time.
public final class BitshuffleChunk {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int HEADER = 12;

    private final BitPlanes planes;
    private final BitPlanes.Room room = new BitPlanes.Room();
    private final @Nullable Decoder decoder;
    private byte[] packed = new byte[0];
    private byte[] block = new byte[0];

    /// @param decoder of LZ4 or Zstandard; null for chunks that are only shuffled
    public BitshuffleChunk(BitPlanes planes, @Nullable Decoder decoder) {
        this.planes = planes;
        this.decoder = decoder;
    }

    /// Decodes a chunk to native memory of exactly its decoded length.
    ///
    /// @param in         the chunk as it is stored
    /// @param item       bytes per element, 1 to 255
    /// @param blockBytes of a block where no header says so; 0 for bitshuffle's own choice
    /// @param file       what the message calls the file
    /// @param offset     where the chunk begins in it
    /// @throws MalformedDataException where the stored lengths do not fit each other or `out`
    public void decode(MemorySegment in, int item, int blockBytes, MemorySegment out, String file, long offset) {
        long total = out.byteSize();
        int size = decoder == null ? blockBytes : header(in, item, total, file, offset);
        if (size == 0) {
            size = standardBlock(item);
        }
        // A block that is longer than the chunk is never filled.
        int most = (int) Math.min(size, total);
        if (block.length < most) {
            block = new byte[most];
        }
        long at = decoder == null ? 0 : HEADER;
        long done = 0;
        long whole = total - total % (8L * item);
        while (done < whole) {
            int n = (int) Math.min(size, whole - done);
            at = decoder == null ? copy(in, at, n, file, offset) : unpack(decoder, in, at, n, file, offset);
            planes.join(item, n, block, out, done, room);
            done += n;
        }
        long rest = total - whole;
        if (in.byteSize() - at != rest) {
            throw new MalformedDataException(
                    file,
                    offset + at,
                    (in.byteSize() - at) + " bytes behind the blocks of a bitshuffle chunk",
                    rest + ", the elements that fill no group of eight; the file is damaged, copy or write it again");
        }
        MemorySegment.copy(in, at, out, done, rest);
    }

    private static int header(MemorySegment in, int item, long total, String file, long offset) {
        if (in.byteSize() < HEADER) {
            throw new MalformedDataException(
                    file,
                    offset,
                    "a chunk of " + in.byteSize() + " bytes",
                    "at least the " + HEADER + " of bitshuffle's header; the file is damaged");
        }
        long length = in.get(LONG, 0);
        if (length != total) {
            throw new MalformedDataException(
                    file,
                    offset,
                    "a bitshuffle chunk of " + Long.toUnsignedString(length) + " decoded bytes",
                    total + ", as the shape of the chunks asks for; the file is damaged");
        }
        int size = in.get(INT, 8);
        if (size <= 0 || size % (8 * item) != 0) {
            throw new MalformedDataException(
                    file,
                    offset + 8,
                    "bitshuffle blocks of " + Integer.toUnsignedString(size) + " bytes",
                    "whole groups of eight elements of " + item + " bytes; the file is damaged");
        }
        return size;
    }

    /// One block without a length.
    private long copy(MemorySegment in, long at, int n, String file, long offset) {
        if (in.byteSize() - at < n) {
            throw cut(in, at, n, file, offset);
        }
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, at, block, 0, n);
        return at + n;
    }

    /// One compressed block; gives where the next one begins.
    private long unpack(Decoder by, MemorySegment in, long at, int n, String file, long offset) {
        if (in.byteSize() - at < Integer.BYTES) {
            throw cut(in, at, Integer.BYTES, file, offset);
        }
        int length = in.get(INT, at);
        long from = at + Integer.BYTES;
        if (length <= 0 || length > in.byteSize() - from) {
            throw new MalformedDataException(
                    file,
                    offset + at,
                    "a compressed block of " + Integer.toUnsignedString(length) + " bytes",
                    "at most the " + (in.byteSize() - from) + " that are left of the chunk; the file is damaged");
        }
        if (packed.length < length) {
            packed = new byte[length + length / 2];
        }
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, from, packed, 0, length);
        int found;
        try {
            found = by.decode(packed, length, block, 0, n);
        } catch (RuntimeException e) {
            // The decoders have exceptions of their own for damaged input.
            found = -1;
        }
        if (found != n) {
            throw new MalformedDataException(
                    file,
                    offset + from,
                    "a damaged compressed block" + (found < 0 ? "" : " of " + found + " bytes"),
                    "a block of " + n + " bytes; copy the file again, or leave this frame out");
        }
        return from + length;
    }

    private static MalformedDataException cut(MemorySegment in, long at, int n, String file, long offset) {
        return new MalformedDataException(
                file,
                offset + at,
                "the end of a chunk of " + in.byteSize() + " bytes",
                n + " bytes more of its blocks; the file is damaged, copy or write it again");
    }

    /// Bitshuffle's own choice: about 8 KiB, whole groups of eight, at least 128 elements.
    private static int standardBlock(int item) {
        return Math.max(8192 / item & ~7, 128) * item;
    }
}
