package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.codec.NativeRoom;

/// The first segment of a file.
///
/// @param primaryHigh first half of the identity that all parts of a split file share
/// @param primaryLow  second half
/// @param part        number of this file among its parts, 0 for the first
/// @param directory   position of the segment, 0 for none
/// @param metadata    position of the segment, 0 for none
/// @param attachments position of the segment, 0 for none
record FileHeader(long primaryHigh, long primaryLow, int part, long directory, long metadata, long attachments) {
    private static final int BYTES = 512;
    private static final int MAJOR = 1;

    static FileHeader read(ByteSource source, NativeRoom room) {
        // Small files end right behind the fields: what stands there is unused.
        long length = Segment.HEADER + BYTES;
        MemorySegment bytes = source.view(0, length, room, "the file header");
        Segment.check(source, 0, Segment.FILE, BYTES, bytes);
        MemorySegment data = bytes.asSlice(Segment.HEADER);
        int major = Segment.i32(data, 0);
        if (major != MAJOR && major != 0) {
            throw new UnsupportedDataException(
                    source.name(),
                    "byte 32 says version " + major + "." + Segment.i32(data, 4)
                            + " of the CZI format; nbscope reads version 1");
        }
        return new FileHeader(
                Segment.i64(data, 16),
                Segment.i64(data, 24),
                Segment.i32(data, 48),
                pointer(source, data, 52, "the directory"),
                pointer(source, data, 60, "the metadata"),
                pointer(source, data, 72, "the attachments"));
    }

    private static long pointer(ByteSource source, MemorySegment data, int at, String what) {
        long position = Segment.i64(data, at);
        // Damaged metadata and attachments must not hinder reading pixels: they are looked at when they are wanted.
        if (at == 52 && (position < 0 || position > source.size() - Segment.HEADER)) {
            throw source.malformed(
                    Segment.HEADER + at,
                    "the position " + position + " of " + what,
                    "one inside of the file, which ends at byte " + source.size()
                            + "; the file is cut short or damaged, copy or write it again");
        }
        return position;
    }
}
