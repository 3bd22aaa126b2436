package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.codec.NativeRoom;

/// A file that is mapped into memory.
final class MappedSource implements ByteSource {
    private final MappedFile file;
    private final Counters counters;

    MappedSource(MappedFile file, Counters counters) {
        this.file = file;
        this.counters = counters;
    }

    static MappedSource open(Path path, Counters counters) {
        return new MappedSource(MappedFile.open(path), counters);
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public MemorySegment view(long position, long length, NativeRoom room, String what) {
        require(position, length, what);
        counters.read(length);
        return file.slice(position, length, what);
    }

    @Override
    public MemorySegment copy(long position, long length, NativeRoom room, String what) {
        MemorySegment bytes = view(position, length, room, what);
        return room.exactly(length).copyFrom(bytes);
    }

    @Override
    public void read(long position, MemorySegment out, String what) {
        require(position, out.byteSize(), what);
        counters.read(out.byteSize());
        out.copyFrom(file.slice(position, out.byteSize(), what));
    }

    @Override
    public void close() {
        file.lifetime().close();
    }
}
