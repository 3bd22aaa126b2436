package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import nbscope.io.internal.bytes.PositionalFile;
import nbscope.io.internal.codec.NativeRoom;

/// A file that is read piece by piece, at positions that the caller names, into memory of the calling
/// thread.
final class PositionalSource implements ByteSource {
    private final PositionalFile file;
    private final Counters counters;

    private PositionalSource(PositionalFile file, Counters counters) {
        this.file = file;
        this.counters = counters;
    }

    static PositionalSource open(Path path, Counters counters) {
        return new PositionalSource(PositionalFile.open(path), counters);
    }

    @Override
    public String name() {
        return file.path().toString();
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public MemorySegment view(long position, long length, NativeRoom room, String what) {
        return copy(position, length, room, what);
    }

    @Override
    public MemorySegment copy(long position, long length, NativeRoom room, String what) {
        require(position, length, what);
        MemorySegment out = room.exactly(length);
        read(position, out, what);
        return out;
    }

    /// @param out native memory, or a `byte[]`
    @Override
    public void read(long position, MemorySegment out, String what) {
        require(position, out.byteSize(), what);
        file.read(position, out, what);
        counters.read(out.byteSize());
    }

    @Override
    public void close() {
        file.close();
    }
}
