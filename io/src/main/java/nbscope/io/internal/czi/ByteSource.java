package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import nbscope.io.MalformedDataException;
import nbscope.io.czi.CziAccess;
import nbscope.io.internal.bytes.FileSystemKind;
import nbscope.io.internal.codec.NativeRoom;

/// The bytes of one file. Any thread may ask; what is asked for is checked against the length of the
/// file first.
sealed interface ByteSource extends AutoCloseable permits MappedSource, PositionalSource {
    /// @throws java.io.UncheckedIOException when the file is missing or cannot be read
    static ByteSource open(Path file, CziAccess access, Counters counters) {
        return switch (access) {
            case MAPPED -> MappedSource.open(file, counters);
            case POSITIONAL -> PositionalSource.open(file, counters);
            case AUTOMATIC ->
                FileSystemKind.isNetwork(file)
                        ? PositionalSource.open(file, counters)
                        : MappedSource.open(file, counters);
        };
    }

    /// What messages call the file.
    String name();

    long size();

    /// Bytes to look at from Java: a view of the mapped file, or a copy in `room` that lasts until it
    /// is used again.
    ///
    /// @param what for the message when the file ends before
    MemorySegment view(long position, long length, NativeRoom room, String what);

    /// Bytes that native code may look at: always a copy in `room`, because the pages of a mapped file
    /// vanish when somebody cuts it, and only Java survives that.
    MemorySegment copy(long position, long length, NativeRoom room, String what);

    /// Fills a segment.
    void read(long position, MemorySegment out, String what);

    @Override
    void close();

    /// Throws when the file does not reach as far as `position + length`.
    default void require(long position, long length, String what) {
        if (position < 0 || length < 0 || position > size() - length) {
            throw malformed(
                    position,
                    "the end of the file at byte " + size(),
                    length + " bytes of " + what + "; the file is cut short or damaged, copy or write it again");
        }
    }

    default MalformedDataException malformed(long position, String found, String expected) {
        return new MalformedDataException(name(), position, found, expected);
    }
}
