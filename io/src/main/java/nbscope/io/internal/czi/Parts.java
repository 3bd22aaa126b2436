package nbscope.io.internal.czi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.czi.CziAccess;
import nbscope.io.internal.codec.NativeRoom;

/// The files that a CZI consists of: the one that was opened, and for split ones `name (1).czi`, `name
/// (2).czi`, ... beside it, opened when a tile of theirs is wanted.
final class Parts implements AutoCloseable {
    private final Path path;
    private final CziAccess access;
    private final Counters counters;
    private final ByteSource first;
    private final FileHeader header;
    private final Map<Integer, ByteSource> others = new ConcurrentHashMap<>();

    Parts(Path path, CziAccess access, Counters counters, ByteSource first, FileHeader header) {
        this.path = path;
        this.access = access;
        this.counters = counters;
        this.first = first;
        this.header = header;
        if (header.part() != 0) {
            throw new UnsupportedDataException(
                    first.name(),
                    "this is part " + header.part() + " of a file that is split over several; open the first one, "
                            + "whose name has no number in brackets");
        }
    }

    ByteSource first() {
        return first;
    }

    ByteSource of(int part) {
        return part == 0 ? first : others.computeIfAbsent(part, this::open);
    }

    private ByteSource open(int part) {
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        String other =
                dot < 0 ? name + " (" + part + ")" : name.substring(0, dot) + " (" + part + ")" + name.substring(dot);
        Path file = path.resolveSibling(other);
        if (part < 0 || !Files.isRegularFile(file)) {
            throw new MalformedDataException(
                    first.name(),
                    -1,
                    "a tile in part " + part + " of a split file",
                    "the file \"" + other + "\" in the same folder; copy it there, under this name");
        }
        ByteSource source = ByteSource.open(file, access, counters);
        try {
            FileHeader found = FileHeader.read(source, new NativeRoom());
            if (found.primaryHigh() != header.primaryHigh() || found.primaryLow() != header.primaryLow()) {
                throw source.malformed(
                        Segment.HEADER + 16,
                        "the identity of another file",
                        "that of " + first.name() + "; the part was exchanged, copy the right one");
            }
            return source;
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    @Override
    public void close() {
        others.values().forEach(ByteSource::close);
        first.close();
    }
}
