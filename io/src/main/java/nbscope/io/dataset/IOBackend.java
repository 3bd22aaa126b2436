package nbscope.io.dataset;

import nbscope.io.internal.dataset.BufferedBackend;
import nbscope.io.internal.dataset.MappedBackend;

/// Brings the bytes of files into tiles, in one of two modes: straight, where the bytes are the pixels
/// and a tile is a view of the mapped file, with or without a ROI; else by read ranges, each of which
/// is copied or decoded into the tile. Safe from many threads; each cursor belongs to one.
public interface IOBackend {
    /// Files are mapped. For local disks.
    static IOBackend mapped() {
        return MappedBackend.INSTANCE;
    }

    /// Files are read into buffers, by calls; always copies. For network file systems, whose files may
    /// shrink while they are mapped.
    static IOBackend buffered() {
        return BufferedBackend.INSTANCE;
    }

    /// By its name in parameters: `mmap` or `buffered`.
    static IOBackend of(String name) {
        return switch (name) {
            case "mmap" -> mapped();
            case "buffered" -> buffered();
            default ->
                throw new IllegalArgumentException("there is no I/O backend \"" + name + "\"; use mmap or buffered");
        };
    }

    /// The name in parameters.
    String id();

    /// Whether the tiles of a partition are copies, not views of its files.
    boolean copies(BasePartition partition);

    /// The tiles of some computed positions of a partition.
    TileCursor tiles(BasePartition partition, TileRequest request, TileMemory memory);
}
