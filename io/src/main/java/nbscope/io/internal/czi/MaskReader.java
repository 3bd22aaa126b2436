package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import nbscope.io.MalformedDataException;
import nbscope.io.czi.CziMask;
import org.jspecify.annotations.Nullable;

/// Reads the mask of valid pixels of a sub-block: a chunk of the container in its attachment. Each
/// chunk is an identity of 16 bytes, a length of 4, and so many bytes.
record MaskReader(Parts parts, Directory directory) {
    /// CBE3EA67-5BFC-492B-A16A-ECE378031448, as Windows writes identities: the first three groups
    /// little endian.
    private static final long MASK_LOW = 0x492B5BFCCBE3EA67L;
    private static final long MASK_HIGH = 0x48140378E3EC6AA1L;

    private static final int CHUNK = 20;
    private static final int MASK = 16;

    /// Null where the sub-block has none.
    @Nullable
    CziMask read(SubBlock block, Scratch scratch) {
        if (block.attachmentBytes() < CHUNK || !hasContainer(block, scratch)) {
            return null;
        }
        ByteSource source = parts.of(directory.part[block.row()]);
        long at = block.dataAt() + block.dataBytes();
        MemorySegment bytes = source.view(at, block.attachmentBytes(), scratch.header, "an attachment");
        for (long chunk = 0; chunk <= bytes.byteSize() - CHUNK; ) {
            long length = Segment.i32(bytes, chunk + 16) & 0xffffffffL;
            if (length > bytes.byteSize() - chunk - CHUNK) {
                throw damaged(
                        source,
                        block,
                        at + chunk + 16,
                        "a chunk of " + length + " bytes",
                        "at most " + (bytes.byteSize() - chunk - CHUNK));
            }
            if (Segment.i64(bytes, chunk) == MASK_LOW && Segment.i64(bytes, chunk + 8) == MASK_HIGH) {
                return mask(source, block, at + chunk + CHUNK, bytes.asSlice(chunk + CHUNK, length));
            }
            chunk += CHUNK + length;
        }
        return null;
    }

    /// Whether the sub-block's own metadata say that its attachment is a container of chunks.
    private boolean hasContainer(SubBlock block, Scratch scratch) {
        ByteSource source = parts.of(directory.part[block.row()]);
        byte[] xml = source.view(block.metadataAt(), block.metadataBytes(), scratch.header, "a tile's metadata")
                .toArray(ValueLayout.JAVA_BYTE);
        return SubBlockXml.isChunkContainer(new String(xml, StandardCharsets.UTF_8));
    }

    private static CziMask mask(ByteSource source, SubBlock block, long at, MemorySegment content) {
        if (content.byteSize() < MASK) {
            throw damaged(source, block, at, content.byteSize() + " bytes of a mask", "at least " + MASK);
        }
        long width = Segment.i32(content, 0) & 0xffffffffL;
        long height = Segment.i32(content, 4) & 0xffffffffL;
        int kind = Segment.i32(content, 8);
        long stride = Segment.i32(content, 12) & 0xffffffffL;
        boolean fits = width <= Integer.MAX_VALUE
                && height <= Integer.MAX_VALUE
                && stride <= Integer.MAX_VALUE
                && stride * 8 >= width
                && (height == 0 || stride <= (content.byteSize() - MASK) / height);
        if (kind != 0 || !fits) {
            throw damaged(
                    source,
                    block,
                    at,
                    "a mask of type " + kind + " with " + width + " x " + height + " pixels in rows of " + stride
                            + " bytes",
                    "type 0 and rows that fit the " + (content.byteSize() - MASK) + " bytes of the mask");
        }
        byte[] bits = content.asSlice(MASK, stride * height).toArray(ValueLayout.JAVA_BYTE);
        return new CziMask((int) width, (int) height, (int) stride, bits);
    }

    private static MalformedDataException damaged(
            ByteSource source, SubBlock block, long at, String found, String expected) {
        return source.malformed(
                at,
                found + " in the attachment of sub-block " + block.row(),
                expected + "; its mask is damaged, its pixels can be read");
    }
}
