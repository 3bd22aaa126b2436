package nbscope.io.internal.hdf5;

import io.jhdf.Constants;
import io.jhdf.Superblock;
import io.jhdf.SymbolTableEntry;
import io.jhdf.object.message.DataLayoutMessage.CompactDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import nbscope.io.ElementType;
import nbscope.io.NdArray;
import nbscope.io.UnsupportedDataException;
import nbscope.io.dataset.IOBackend;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.StridedArray;
import nbscope.io.internal.bytes.FileSystemKind;
import nbscope.io.internal.bytes.MappedFile;
import org.jspecify.annotations.Nullable;

/// An HDF5 file that is open for reading. An array of it shares the file: closing one closes both. Arrays are safe for
/// any thread; the file itself belongs to one at a time.
public final class Hdf5File implements AutoCloseable {
    private static final int LISTED = 20;
    private static final int LEAST_AXES = 3;
    private static final int DEEPEST = 16;

    /// Of what lies in one piece and is read by calls.
    private static final long PIECE = 1 << 20;

    private final Tree tree;

    private Hdf5File(Tree tree) {
        this.tree = tree;
    }

    /// The caller closes it. Mapped, or read by calls where the file system lies behind a network.
    ///
    /// @throws java.io.UncheckedIOException when the file is missing or cannot be read
    /// @throws nbscope.io.MalformedDataException when it is damaged or cut short
    public static Hdf5File open(Path path) {
        return open(path, FileSystemKind.isNetwork(path));
    }

    /// @param buffered whether it is read by calls
    public static Hdf5File open(Path path, boolean buffered) {
        return of(path, buffered ? MappedFile.buffered(path) : MappedFile.open(path));
    }

    /// Whether a file is read by calls.
    ///
    /// @param backend `mmap`, `buffered`, or null for what suits the file system
    public static boolean isBuffered(Path path, @Nullable String backend) {
        return backend == null
                ? FileSystemKind.isNetwork(path)
                : backend.equals(IOBackend.buffered().id());
    }

    /// @param file closed where it cannot be opened
    static Hdf5File of(Path path, MappedFile file) {
        try {
            CheckedStorage storage = CheckedStorage.of(file);
            long root = Parsing.of(storage, "the root group", () -> root(storage));
            return new Hdf5File(new Tree(path, storage, root));
        } catch (RuntimeException e) {
            file.lifetime().close();
            throw e;
        }
    }

    /// One array of a file, which the caller closes. Links to other files are followed inside of the folder.
    ///
    /// @param dataset its path; null for the largest of at least three axes, the first of several
    public static NdArray open(Path path, @Nullable String dataset) {
        return open(path, dataset, false, null);
    }

    /// @param anywhere whether links to other files may leave the folder
    /// @param backend  see [#isBuffered]
    public static NdArray open(Path path, @Nullable String dataset, boolean anywhere, @Nullable String backend) {
        return open(path, dataset, anywhere, isBuffered(path, backend), 0);
    }

    private static NdArray open(Path path, @Nullable String dataset, boolean anywhere, boolean buffered, int followed) {
        if (followed > DEEPEST) {
            throw new UnsupportedDataException(path.toString(), "links from file to file that lead in circles");
        }
        Hdf5File file = open(path, buffered);
        try {
            switch (dataset == null ? file.largest(anywhere) : file.found(dataset)) {
                case Tree.Here here -> {
                    return file.array(here.set());
                }
                case Tree.Elsewhere(ExternalLink link) -> {
                    file.close();
                    Path other =
                            ExternalLink.requireAll(List.of(link), anywhere).getFirst();
                    return open(other, link.target(), anywhere, buffered, followed + 1);
                }
            }
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    public Path path() {
        return tree.path();
    }

    /// The data sets of this file, in its order; what links to other files lead to is not among them.
    public List<Hdf5Entry> entries() {
        return tree.content().sets().stream()
                .map(set -> new Hdf5Entry(set.path(), set.shape().clone(), set.type(), set.described()))
                .toList();
    }

    /// The links to other files, in this file's order.
    public List<ExternalLink> externalLinks() {
        return tree.content().links();
    }

    /// Whether a path leads to a data set of this file.
    public boolean has(String dataset) {
        return tree.find(dataset) instanceof Tree.Here;
    }

    /// The array of a data set of this file; soft links are followed.
    ///
    /// @throws UnsupportedDataException where there is no such data set, or it is stored in a way that is not read
    public NdArray array(String dataset) {
        return switch (found(dataset)) {
            case Tree.Here here -> array(here.set());
            case Tree.Elsewhere(ExternalLink link) ->
                throw new UnsupportedDataException(
                        path().toString(), dataset + " lies in another file, " + link.file());
        };
    }

    private Tree.Place found(String dataset) {
        Tree.Place place = tree.find(dataset);
        if (place == null) {
            List<String> names = tree.content().sets().stream()
                    .map(StoredDataset::path)
                    .limit(LISTED)
                    .toList();
            throw new UnsupportedDataException(
                    path().toString(), "there is no data set " + dataset + "; among those that are there: " + names);
        }
        return place;
    }

    private Tree.Place largest(boolean anywhere) {
        Tree.Content content = tree.content();
        if (!content.links().isEmpty()) {
            // Before anything is decoded: what is missing may be what is meant.
            ExternalLink.requireAll(content.links(), anywhere);
        }
        StoredDataset best = null;
        for (StoredDataset set : content.sets()) {
            boolean counts = set.type() != null && set.shape().length >= LEAST_AXES && set.bytes() > 0;
            if (counts && (best == null || set.bytes() > best.bytes())) {
                best = set;
            }
        }
        if (best != null) {
            return new Tree.Here(best);
        }
        if (content.links().size() == 1) {
            return new Tree.Elsewhere(content.links().getFirst());
        }
        if (!content.links().isEmpty()) {
            throw new UnsupportedDataException(
                    path().toString(),
                    "its data lie in " + content.links().size() + " other files, "
                            + content.links().getFirst().file()
                            + " and so on. Name a data set; where it is the master file of "
                            + "a Dectris detector, give it a name that ends with _master.h5");
        }
        String why = content.problems().isEmpty()
                ? ""
                : " (not read: " + content.problems().getFirst() + ")";
        throw new UnsupportedDataException(
                path().toString(),
                "holds no data set of numbers with at least " + LEAST_AXES + " axes" + why + "; there are "
                        + content.sets().stream()
                                .map(StoredDataset::path)
                                .limit(LISTED)
                                .toList()
                        + ". Name one of them");
    }

    /// The array of what was found; it closes this file.
    NdArray array(StoredDataset set) {
        ElementType type = set.numbers();
        long[] shape = set.shape();
        MappedFile file = tree.storage().file();
        return switch (set.layout()) {
            case CompactDataLayoutMessage m -> strided(set, type, compact(set, m), Layout.cOrder(shape, type.bytes()));
            case ContiguousDataLayoutMessage m
            when m.getAddress() == Constants.UNDEFINED_ADDRESS ->
                // Never written: each element is the same one.
                strided(set, type, MemorySegment.ofArray(set.fill()), new long[shape.length]);
            case ContiguousDataLayoutMessage m when !file.isMapped() && set.bytes() > 0 -> contiguous(set, m);
            case ContiguousDataLayoutMessage m -> {
                long place = tree.storage().place(m.getAddress());
                MemorySegment memory = file.slice(place, set.bytes(), "elements of " + set.path());
                yield strided(set, type, memory, Layout.cOrder(shape, type.bytes()));
            }
            default -> new ChunkedArray(set);
        };
    }

    /// A file that is not mapped: what lies in one piece is chunks, one after another, that no filter
    /// was applied to.
    private ChunkedArray contiguous(StoredDataset set, ContiguousDataLayoutMessage m) {
        long[] shape = set.shape();
        long place = tree.storage().place(m.getAddress());
        tree.storage().file().require(place, set.bytes(), "elements of " + set.path());
        int[] chunk = Arrays.stream(shape)
                .mapToInt(n -> Math.clamp(n, 1, Integer.MAX_VALUE))
                .toArray();
        long bytes = set.bytes();
        long stretch = bytes;
        for (int i = 0; i < chunk.length && bytes > PIECE; i++) {
            stretch = bytes;
            long one = bytes / chunk[i];
            chunk[i] = Math.toIntExact(Math.max(1, PIECE / one));
            bytes = one * chunk[i];
        }
        // Of each stretch the last one is shorter.
        long perStretch = Math.ceilDiv(stretch, bytes);
        int n = Math.toIntExact(set.bytes() / stretch * perStretch);
        ChunkTable table = new ChunkTable(new long[n], new long[n], new int[n], new int[n]);
        for (int i = 0; i < n; i++) {
            long from = i % perStretch * bytes;
            table.number()[i] = i;
            table.place()[i] = place + i / perStretch * stretch + from;
            table.length()[i] = (int) Math.min(bytes, stretch - from);
        }
        return new ChunkedArray(set, chunk, (int) bytes, table);
    }

    private StridedArray strided(StoredDataset set, ElementType type, MemorySegment memory, long[] stride) {
        MappedFile file = tree.storage().file();
        return new StridedArray(file.name(), memory, type, set.shape(), stride, file.lifetime());
    }

    private MemorySegment compact(StoredDataset set, CompactDataLayoutMessage m) {
        MemorySegment memory = MemorySegment.ofBuffer(m.getDataBuffer());
        if (memory.byteSize() < set.bytes()) {
            throw tree.storage()
                    .file()
                    .malformed(
                            -1,
                            memory.byteSize() + " bytes of " + set.path() + " in its header",
                            set.bytes() + "; the file is damaged");
        }
        return memory;
    }

    private static long root(CheckedStorage storage) {
        return switch (storage.getSuperblock()) {
            case Superblock.SuperblockV0V1 s ->
                new SymbolTableEntry(storage, s.getRootGroupSymbolTableAddress()).getObjectHeaderAddress();
            case Superblock.SuperblockV2V3 s -> s.getRootGroupObjectHeaderAddress();
            default -> throw new IllegalStateException("an unknown superblock");
        };
    }

    @Override
    public void close() {
        tree.storage().close();
    }
}
