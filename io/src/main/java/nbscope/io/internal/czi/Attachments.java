package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.czi.CziAttachment;
import nbscope.io.internal.codec.NativeRoom;

/// The attachment directory, with entries of 128 bytes, and the attachments themselves.
final class Attachments {
    private static final int FIRST_ENTRY = 256;
    private static final int ENTRY = 128;

    /// Where the content begins in the segment's data.
    private static final int CONTENT = 256;

    private Attachments() {}

    /// @throws nbscope.io.MalformedDataException when the directory of attachments is damaged
    static List<CziAttachment> list(ByteSource source, long position) {
        if (position == 0) {
            return List.of();
        }
        NativeRoom room = new NativeRoom();
        source.require(position, Segment.HEADER, "the directory of attachments");
        Segment segment = Segment.read(source, position, Segment.ATTACHMENTS, FIRST_ENTRY, room);
        long left = segment.end() - segment.data() - FIRST_ENTRY;
        int count = Segment.i32(source.view(segment.data(), 4, room, "the number of attachments"), 0);
        if (count < 0 || count > left / ENTRY) {
            throw source.malformed(
                    segment.data(),
                    count + " entries in the segment " + Segment.ATTACHMENTS,
                    "0 to " + left / ENTRY + "; the file is damaged, its pixels can be read");
        }
        long at = segment.data() + FIRST_ENTRY;
        MemorySegment bytes = source.view(at, (long) count * ENTRY, room, "the directory of attachments");
        List<CziAttachment> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MemorySegment entry = bytes.asSlice((long) i * ENTRY, ENTRY);
            if (!Segment.text(entry, 0, 2).equals("A1")) {
                throw source.malformed(
                        at + (long) i * ENTRY,
                        "the schema \"" + Segment.printable(Segment.text(entry, 0, 2)) + "\" in entry " + i
                                + " of the segment " + Segment.ATTACHMENTS,
                        "A1; the file is damaged, its pixels can be read");
            }
            all.add(new CziAttachment(Segment.text(entry, 48, 80), Segment.text(entry, 40, 8), Segment.i64(entry, 12)));
        }
        return List.copyOf(all);
    }

    /// @throws nbscope.io.MalformedDataException when the attachment is damaged
    static byte[] read(ByteSource source, CziAttachment attachment) {
        NativeRoom room = new NativeRoom();
        String what = "the attachment " + Segment.printable(attachment.name());
        source.require(attachment.position(), Segment.HEADER, what);
        Segment segment = Segment.read(source, attachment.position(), Segment.ATTACHMENT, CONTENT, room);
        long bytes = Segment.i64(source.view(segment.data(), 8, room, what), 0);
        long left = segment.end() - segment.data() - CONTENT;
        if (bytes < 0 || bytes > left || bytes > Integer.MAX_VALUE - 8) {
            throw source.malformed(
                    segment.data(),
                    what + " of " + bytes + " bytes (" + Segment.ATTACHMENT + ")",
                    "0 to " + Math.min(left, Integer.MAX_VALUE - 8) + "; the file is damaged, its pixels can be read");
        }
        return source.view(segment.data() + CONTENT, bytes, room, what).toArray(ValueLayout.JAVA_BYTE);
    }
}
