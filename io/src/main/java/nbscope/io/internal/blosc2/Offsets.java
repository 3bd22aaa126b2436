package nbscope.io.internal.blosc2;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;

/// Where the chunks of a frame lie: an ordinary Blosc2 chunk of little-endian i64, always in BloscLZ.
final class Offsets {
    /// 128 MiB of offsets; less where the heap is small, because they are there twice while they are read.
    static final long MAX_CHUNKS = Math.min(1 << 24, Runtime.getRuntime().maxMemory() / (8 * Long.BYTES));

    /// From here on an offset is the key of a chunk in memory beside the file; no file is as long.
    static final long IN_MEMORY = 1L << 62;

    /// A chunk of zeros, which is not stored.
    static final long ZEROS = 0x81L << 56;

    private final Frame frame;
    private final long[] offsets;
    private final Map<Long, MappedFile> memory;

    private Offsets(Frame frame, long[] offsets, Map<Long, MappedFile> memory) {
        this.frame = frame;
        this.offsets = offsets;
        this.memory = memory;
    }

    /// Other chunks in the same frame or one that goes on from it.
    ///
    /// @param offsets belong to the new object
    /// @param memory  the chunks whose offsets begin at [#IN_MEMORY]
    static Offsets of(Frame frame, long[] offsets, Map<Long, MappedFile> memory) {
        return new Offsets(frame, offsets, memory);
    }

    long[] toArray() {
        return offsets.clone();
    }

    static Offsets read(Frame frame, ChunkDecoder decoder, Scratch scratch) {
        long count = frame.chunks();
        if (count == 0) {
            return new Offsets(frame, new long[0], Map.of());
        }
        if (count > MAX_CHUNKS) {
            throw new UnsupportedDataException(
                    frame.file().name(),
                    "found " + count + " chunks, nbscope reads up to " + MAX_CHUNKS
                            + ". Write the array again with larger chunks, or start Java with more memory (-Xmx)");
        }
        long at = frame.index();
        ChunkHeader header = ChunkHeader.read(frame.file(), at);
        if (header.length() != count * Long.BYTES) {
            throw frame.file()
                    .malformed(
                            at,
                            "an index of " + header.length() + " bytes",
                            count * Long.BYTES + " for " + count + " chunks");
        }
        long[] offsets = new long[(int) count];
        ByteBuffer.wrap(decoder.whole(header, scratch))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(offsets);
        return new Offsets(frame, offsets, Map.of());
    }

    int count() {
        return offsets.length;
    }

    /// The header of chunk `index`. A chunk that is not stored because all of it has one value gets one as if it were.
    ///
    /// @param block   decoded bytes that a block must have
    /// @param scratch keeps the chunk file of a sparse frame
    ChunkHeader chunk(int index, int block, Scratch scratch) {
        long offset = offsets[index];
        if (offset < 0) {
            int special = (int) (offset >>> 56) & 0x7f;
            if (special != 1 && special != 2 && special != 4) {
                throw bad(index, "special value " + special, "1, 2 or 4");
            }
            return new ChunkHeader(
                    frame.file(),
                    0,
                    ChunkHeader.NEWEST_VERSION,
                    32,
                    32,
                    frame.chunk(),
                    block,
                    frame.item(),
                    0,
                    0,
                    new byte[6],
                    new byte[6],
                    special,
                    false,
                    false,
                    false);
        }
        ChunkHeader header = stored(index, offset, scratch);
        boolean elsewhere = frame.folder() != null || memory.containsKey(offset);
        boolean inside = elsewhere || header.bytes() <= frame.compressed() - offset;
        // The header has one byte for it: longer elements count as bytes.
        boolean item = header.item() == (frame.item() > 255 ? 1 : frame.item());
        if (!inside || !item) {
            throw bad(
                    index,
                    header.bytes() + " bytes at offset " + offset + " with elements of " + header.item(),
                    "elements of " + frame.item() + " and an end before " + frame.compressed());
        }
        if (header.special() != 0 && header.length() == frame.chunk()) {
            return header.withBlock(block);
        }
        if (header.length() != frame.chunk() || header.block() != block) {
            throw bad(
                    index,
                    header.length() + " bytes in blocks of " + header.block(),
                    frame.chunk() + " in blocks of " + block);
        }
        return header;
    }

    private ChunkHeader stored(int index, long offset, Scratch scratch) {
        MappedFile own = offset >= IN_MEMORY ? memory.get(offset) : null;
        if (own != null) {
            return ChunkHeader.read(own, 0);
        }
        Path folder = frame.folder();
        if (folder != null) {
            if (offset > Integer.MAX_VALUE) {
                throw bad(index, "file number " + offset, "at most " + Integer.MAX_VALUE);
            }
            return ChunkHeader.read(scratch.chunkFile(folder, offset), 0);
        }
        if (offset > frame.compressed()) {
            throw bad(index, "offset " + offset, "at most " + frame.compressed());
        }
        return ChunkHeader.read(frame.file(), frame.headerBytes() + offset);
    }

    private MalformedDataException bad(int index, String found, String expected) {
        return frame.file()
                .malformed(
                        frame.index(),
                        found + " for chunk " + index,
                        expected + "; the file is damaged, copy or write it again");
    }
}
