package nbscope.io.internal.blosc2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import nbscope.io.MalformedDataException;
import nbscope.io.Region;
import nbscope.io.internal.array.ElementCopy;
import nbscope.io.internal.bytes.MappedFile;
import org.jspecify.annotations.Nullable;

/// Reads of an array whose codec or filter only libblosc2 has. The caller keeps the array's lifetime while it reads.
final class PluginRead implements AutoCloseable {
    private static final int FIRST_PLUGIN = 32;

    private final Libblosc2 library;
    private final MemorySegment array;
    private final String name;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private PluginRead(Libblosc2 library, MemorySegment array, String name) {
        this.library = library;
        this.array = array;
        this.name = name;
    }

    /// Null where nbscope decodes the array itself, and where there is no library: then the first read says what it
    /// lacks.
    ///
    /// @param path   as C-Blosc2 opens it: a file, or the folder of a sparse frame
    /// @param offset where the frame begins
    /// @param search for the library, only where it is needed
    static @Nullable PluginRead of(MappedFile file, Path path, long offset, Supplier<Optional<Libblosc2>> search) {
        Optional<Libblosc2> library = needed(file) ? search.get() : Optional.empty();
        if (library.isEmpty()) {
            return null;
        }
        @Nullable MemorySegment array = library.get().open(path.toString(), offset);
        if (array == null) {
            throw file.malformed(0, "an array that libblosc2 does not open", "one that it has written");
        }
        return new PluginRead(library.get(), array, file.name());
    }

    private static boolean needed(MappedFile file) {
        ChunkSettings settings = ChunkSettings.read(file, 0);
        boolean needed = settings.codec() >= FIRST_PLUGIN;
        for (byte filter : settings.filters()) {
            needed |= (filter & 0xff) >= FIRST_PLUGIN && !ChunkDecoder.knowsFilter(filter & 0xff);
        }
        return needed;
    }

    /// @param region of at least one element
    void run(Region region, MemorySegment destination, ElementCopy copy) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate(region.elements() * copy.inBytes(), 8);
            int code = library.slice(array, region.start(), region.shape(), stored);
            if (code < 0) {
                throw new MalformedDataException(
                        name,
                        -1,
                        "a region " + region + " that libblosc2 does not decode (its error " + code + ")",
                        "chunks that it has written; the file is damaged, copy or write it again");
            }
            copy.run(stored, 0, copy.inBytes(), destination, 0, region.elements());
        }
    }

    /// After the last read. Does nothing the second time.
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            library.free(array);
        }
    }
}
