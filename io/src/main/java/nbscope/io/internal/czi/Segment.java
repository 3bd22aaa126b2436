package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import nbscope.io.internal.codec.NativeRoom;

/// The header of a segment: 16 bytes of name, then the bytes that it takes and those that it uses, both
/// as 64-bit integers. All numbers of the format are little endian (ZEISS, CZI file format 1.2;
/// libCZI's CziStructs.h).
///
/// @param position of the header in the file
/// @param end      first byte behind the segment's data, as its header says (what it takes or uses, the
/// larger one), never behind the end of the file
record Segment(String id, long position, long end) {
    static final int HEADER = 32;

    /// The last segment of a file may lack what only fills it up.
    private static final int PADDING = 1 << 16;

    static final String FILE = "ZISRAWFILE";
    static final String DIRECTORY = "ZISRAWDIRECTORY";
    static final String SUBBLOCK = "ZISRAWSUBBLOCK";
    static final String METADATA = "ZISRAWMETADATA";
    static final String ATTACHMENT = "ZISRAWATTACH";
    static final String ATTACHMENTS = "ZISRAWATTDIR";
    private static final String DELETED = "DELETED";

    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Checks the header of a segment that something else points to.
    ///
    /// @param expected its name
    /// @param fixed    bytes that its data have at least
    /// @param header   the bytes there, [#HEADER] of them or more
    static Segment check(ByteSource source, long position, String expected, long fixed, MemorySegment header) {
        String id = text(header, 0, 16);
        if (!id.equals(expected)) {
            throw source.malformed(
                    position,
                    id.equals(DELETED) ? "a deleted segment" : "a segment named \"" + printable(id) + "\"",
                    "a segment " + expected + "; the file is damaged, or it was changed while it was open");
        }
        long allocated = i64(header, 16);
        long used = i64(header, 24);
        long data = position + HEADER;
        // Old writers leave the second number at 0.
        long length = used == 0 ? allocated : used;
        long room = source.size() - data;
        if (allocated < 0 || used < 0 || length > room || length < fixed || allocated > room + PADDING) {
            throw source.malformed(
                    position + 16,
                    "a segment " + expected + " of " + allocated + " bytes with " + used + " in use",
                    "at least " + fixed + " and not more than the " + Math.max(0, room)
                            + " up to the end of the file; the file is cut short or damaged, copy or write it again");
        }
        return new Segment(id, position, data + Math.min(room, Math.max(allocated, used)));
    }

    /// Reads and checks a header.
    static Segment read(ByteSource source, long position, String expected, long fixed, NativeRoom room) {
        return check(source, position, expected, fixed, source.view(position, HEADER, room, "segment " + expected));
    }

    long data() {
        return position + HEADER;
    }

    static int i32(MemorySegment bytes, long at) {
        return bytes.get(I32, at);
    }

    static long i64(MemorySegment bytes, long at) {
        return bytes.get(I64, at);
    }

    /// A text that ends with the first NUL, or fills its place.
    static String text(MemorySegment bytes, long at, int length) {
        byte[] raw = bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
        int end = 0;
        while (end < length && raw[end] != 0) {
            end++;
        }
        return new String(raw, 0, end, StandardCharsets.UTF_8);
    }

    /// For messages.
    static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
