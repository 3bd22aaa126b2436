package nbscope.io.internal.czi.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import nbscope.io.NdArray;
import nbscope.io.OmeZarr;
import nbscope.io.OmeZarrOptions;
import nbscope.io.Region;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziOptions;
import nbscope.io.internal.czi.OpenCzi;

/// An OME-Zarr copy of tiles, which is read by their boxes. Any thread may read.
final class ZarrCopy implements TileAccess, AutoCloseable {
    private final Path folder;
    private final NdArray array;
    private final CziBox bounds;
    private final Map<Thread, long[]> spent = new ConcurrentHashMap<>();

    private ZarrCopy(Path folder, NdArray array, CziBox bounds) {
        this.folder = folder;
        this.array = array;
        this.bounds = bounds;
    }

    /// Converts tiles: first to a small CZI file of their own, then that.
    ///
    /// @param rows   of the directory
    /// @param folder that does not exist yet; it is deleted on closing
    static ZarrCopy make(OpenCzi source, List<Integer> rows, Path folder) {
        Path part = folder.resolveSibling(folder.getFileName() + ".czi");
        try {
            RawCzi.write(source, rows, part);
            try (OpenCzi open = OpenCzi.open(part, CziOptions.defaults())) {
                OmeZarr.convert(part, folder, OmeZarrOptions.defaults(), done -> {});
                return new ZarrCopy(folder, OmeZarr.open(folder).level(0), open.bounds());
            }
        } catch (RuntimeException e) {
            delete(folder);
            throw e;
        } finally {
            delete(part);
        }
    }

    @Override
    public void read(Piece piece) {
        CziBox box = Objects.requireNonNull(piece.region());
        long from = System.nanoTime();
        long[] shape = array.shape();
        long[] start = new long[shape.length];
        long[] size = new long[shape.length];
        Arrays.fill(size, 1);
        start[shape.length - 2] = box.y() - bounds.y();
        start[shape.length - 1] = box.x() - bounds.x();
        size[shape.length - 2] = box.height();
        size[shape.length - 1] = box.width();
        // Memory of one thread: then no other helps, as with the tiles of the file itself.
        try (Arena arena = Arena.ofConfined()) {
            long bytes = array.read(new Region(start, size), arena).byteSize();
            long[] mine = spent.computeIfAbsent(Thread.currentThread(), thread -> new long[3]);
            mine[0] += System.nanoTime() - from;
            mine[1] += bytes;
            mine[2] += piece.count();
        }
    }

    /// What is spent inside of OME-Zarr is not told apart.
    @Override
    public Spent spent() {
        long[] mine = spent.getOrDefault(Thread.currentThread(), new long[3]);
        return new Spent(0, mine[0], 0, 0, 0, mine[1], mine[1], mine[2]);
    }

    /// Asks the system to forget what it keeps of the files.
    void drop() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(PageCache::drop);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        array.close();
        delete(folder);
    }

    private static void delete(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        try (Stream<Path> files = Files.walk(file)) {
            files.sorted(Comparator.reverseOrder()).forEach(each -> {
                try {
                    Files.deleteIfExists(each);
                } catch (IOException e) {
                    each.toFile().deleteOnExit();
                }
            });
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
