package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.codec.NativeRoom;

/// Where the parts of one sub-block lie: metadata, then pixels, then an attachment.
///
/// @param row           in the directory
/// @param metadataAt    byte in the file
/// @param metadataBytes length
/// @param dataAt        byte in the file
/// @param dataBytes     length of the payload
/// @param attachmentBytes length of what follows the payload
record SubBlock(int row, long metadataAt, int metadataBytes, long dataAt, long dataBytes, int attachmentBytes) {
    /// What stands before a copy of the directory's entry.
    private static final int SIZES = 16;

    /// The fixed part of a sub-block has at least so many bytes.
    private static final int FIXED = 256;

    /// Reads the header of a sub-block and compares it with the entry of the directory that led there.
    static SubBlock read(ByteSource source, Directory directory, int row, NativeRoom room) {
        long position = directory.position[row];
        String what = "the header of sub-block " + row;
        if (position < 0 || position > source.size() - Segment.HEADER - FIXED) {
            throw source.malformed(
                    directory.entry[row] + 6,
                    "sub-block " + row + " at byte " + position,
                    "a position inside of the file, which ends at byte " + source.size()
                            + "; the file is cut short or damaged, copy or write it again");
        }
        MemorySegment header = source.view(position, Segment.HEADER + FIXED, room, what);
        Segment segment = Segment.check(source, position, Segment.SUBBLOCK, FIXED, header);
        int dimensions = Segment.i32(header, Segment.HEADER + SIZES + 28);
        if (dimensions < 0 || dimensions > DirectoryParser.MOST_DIMENSIONS) {
            throw damaged(
                    source,
                    row,
                    segment.data() + SIZES + 28,
                    dimensions + " dimensions",
                    "at most " + DirectoryParser.MOST_DIMENSIONS);
        }
        int entry = DirectoryParser.ENTRY + DirectoryParser.DIMENSION * dimensions;
        int fixed = Math.max(FIXED, SIZES + entry);
        if (fixed > FIXED) {
            header = source.view(position, Segment.HEADER + fixed, room, what);
        }
        int metadata = Segment.i32(header, Segment.HEADER);
        int attachment = Segment.i32(header, Segment.HEADER + 4);
        long data = Segment.i64(header, Segment.HEADER + 8);
        long left = segment.end() - segment.data() - fixed;
        if (metadata < 0
                || attachment < 0
                || data < 0
                || data > left - metadata
                || attachment > left - metadata - data) {
            throw damaged(
                    source,
                    row,
                    segment.data(),
                    "metadata of " + metadata + " bytes, pixels of " + data + " and an attachment of " + attachment,
                    "together not more than the " + left + " bytes that its segment has for them");
        }
        compare(source, directory, row, segment.data() + SIZES, header.asSlice(Segment.HEADER + SIZES, entry));
        long at = segment.data() + fixed;
        return new SubBlock(row, at, metadata, at + metadata, data, attachment);
    }

    /// What the decoding depends on, and where the tile lies, must be the same in both places.
    private static void compare(ByteSource source, Directory d, int row, long at, MemorySegment entry) {
        if (!Segment.text(entry, 0, 2).equals("DV")) {
            throw damaged(source, row, at, "no entry of schema DV", "a copy of the directory's entry");
        }
        compare(source, row, at + 2, "pixel type", Segment.i32(entry, 2), d.pixelType[row]);
        compare(source, row, at + 18, "compression", Segment.i32(entry, 18), d.compression[row]);
        for (int i = DirectoryParser.ENTRY; i < entry.byteSize(); i += DirectoryParser.DIMENSION) {
            int start = Segment.i32(entry, i + 4);
            int size = Segment.i32(entry, i + 8);
            int stored = Segment.i32(entry, i + 16);
            switch (Segment.i32(entry, i)) {
                case 'X' -> {
                    compare(source, row, at + i + 4, "start along X", start, d.x[row]);
                    compare(source, row, at + i + 8, "size along X", size, d.w[row]);
                    compare(source, row, at + i + 16, "stored size along X", stored, d.storedW[row]);
                }
                case 'Y' -> {
                    compare(source, row, at + i + 4, "start along Y", start, d.y[row]);
                    compare(source, row, at + i + 8, "size along Y", size, d.h[row]);
                    compare(source, row, at + i + 16, "stored size along Y", stored, d.storedH[row]);
                }
                default -> {}
            }
        }
    }

    private static void compare(ByteSource source, int row, long at, String what, int found, int expected) {
        if (found != expected) {
            throw damaged(source, row, at, what + " " + found, expected + " as the directory of the file says");
        }
    }

    private static MalformedDataException damaged(ByteSource source, int row, long at, String found, String expected) {
        return source.malformed(
                at,
                found + " in sub-block " + row + " (" + Segment.SUBBLOCK + ")",
                expected + "; this tile is damaged, others can be read");
    }
}
