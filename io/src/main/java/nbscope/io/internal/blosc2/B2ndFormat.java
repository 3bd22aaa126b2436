package nbscope.io.internal.blosc2;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import nbscope.io.Blosc2Spec;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.Format;
import nbscope.io.Mmap;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.StoredType;
import nbscope.io.internal.bytes.Disk;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.meta.CalibrationReader;
import nbscope.io.internal.meta.Metadata;
import nbscope.io.internal.mla.MlaCalibration;
import org.jspecify.annotations.Nullable;

/// Blosc2 arrays in one file or a folder: .b2nd and .mla, which is a b2nd with metadata of its own.
public final class B2ndFormat implements Format {
    /// What C-Blosc2 writes where a program does not say the element type.
    private static final String NO_TYPE = "|u1";

    private static final String INDEX = "chunks.b2frame";

    @Override
    public String name() {
        return "Blosc2 .b2nd and MLArray .mla";
    }

    @Override
    public String id() {
        return "b2nd";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        return Frame.detect(head)
                ? Match.CONTENT
                : fileName.endsWith(".b2nd") || fileName.endsWith(".mla") ? Match.NAME : Match.NO;
    }

    @Override
    public B2ndArray open(Path path) {
        return open(path, Backend.warming());
    }

    @Override
    public boolean detectFolder(Path folder) {
        return Files.isRegularFile(folder.resolve(INDEX));
    }

    /// With the decoding twins that the caller chooses.
    public static B2ndArray open(Path path, Backend backend) {
        return open(path, 0, backend);
    }

    /// An array whose frame begins at a byte of a larger file.
    ///
    /// @param path of a file, or of the folder of a sparse frame
    public static B2ndArray open(Path path, long offset, Backend backend) {
        return open(path, offset, backend, backend.nativeCodecs() ? Libblosc2::find : Optional::empty);
    }

    /// With the libblosc2 of a file for codecs and filters that are plugins of it.
    ///
    /// @throws IllegalArgumentException when the file does not load
    public static B2ndArray openWith(Path libblosc2, Path path) {
        Optional<Libblosc2> library = Libblosc2.load(libblosc2);
        if (library.isEmpty()) {
            throw new IllegalArgumentException(libblosc2 + " is no libblosc2 that loads here");
        }
        return open(path, 0, Backend.best(), () -> library);
    }

    /// A frame in memory, with the decoding twins that the caller chooses.
    public static B2ndArray of(MappedFile file, Backend backend) {
        return read(file, backend, () -> null, null);
    }

    private static B2ndArray open(Path path, long offset, Backend backend, Supplier<Optional<Libblosc2>> library) {
        MappedFile file = MappedFile.open(Files.isDirectory(path) ? path.resolve(INDEX) : path);
        try {
            MappedFile frame = file.from(offset);
            return read(frame, backend, () -> PluginRead.of(frame, path, offset, library), null);
        } catch (RuntimeException e) {
            file.lifetime().close();
            throw e;
        }
    }

    /// Opens an array for the given use.
    public static B2ndArray open(Path path, Mmap mode, Backend backend, Disk disk) {
        return switch (mode) {
            case READ -> open(path, backend);
            case READ_WRITE -> open(FileStore.open(requireFile(path), disk, backend, false), backend);
            case COPY_ON_WRITE -> changedInMemory(MappedFile.open(requireFile(path)), backend);
        };
    }

    /// A whole file in memory, compressed as it is; changes stay there.
    public static B2ndArray load(Path path, Backend backend) {
        return changedInMemory(MappedFile.copy(requireFile(path)), backend);
    }

    private static B2ndArray changedInMemory(MappedFile file, Backend backend) {
        try {
            return read(file, backend, () -> null, frame -> new MemoryStore(file.name()));
        } catch (RuntimeException e) {
            file.lifetime().close();
            throw e;
        }
    }

    private static Path requireFile(Path path) {
        if (Files.isDirectory(path)) {
            throw new UnsupportedDataException(
                    path.toString(),
                    "an array stored as a folder (a sparse frame) is read and not changed; save it as one file with "
                            + "Blosc2.save, and change that");
        }
        return path;
    }

    /// A new file of zeros, open for writing.
    public static B2ndArray create(Path path, Blosc2Spec spec, Backend backend, Disk disk) {
        ArraySave.zeros(path, spec, backend, disk);
        return open(FileStore.open(path, disk, backend, true), backend);
    }

    private static B2ndArray open(FileStore store, Backend backend) {
        try {
            return read(store.file(), backend, () -> null, frame -> {
                store.begin(frame);
                return store;
            });
        } catch (RuntimeException e) {
            store.lifetime().close();
            store.release();
            throw e;
        }
    }

    /// @param plugin what decodes instead of nbscope, or null
    /// @param store  where changes go, null for an array that is only read
    private static B2ndArray read(
            MappedFile file,
            Backend backend,
            Supplier<@Nullable PluginRead> plugin,
            @Nullable Function<Frame, FrameStore> store) {
        Frame frame = Frame.read(file, Path.of(file.name()).resolveSibling(""));
        Long place = frame.metalayers().get("b2nd");
        if (place == null) {
            throw new UnsupportedDataException(
                    file.name(),
                    "a Blosc2 frame without the b2nd layer: bytes without a "
                            + "shape. Save it as an array, in Python with blosc2.asarray(array, urlpath=...)");
        }
        B2ndMeta meta = B2ndMeta.read(file, place);
        ElementType type = StoredType.parse(meta.dtype(), file.name());
        if (type.bytes() != frame.item()) {
            if (!type.numpy().equals(NO_TYPE)) {
                throw file.malformed(
                        place,
                        "elements of type " + type.numpy() + " of " + frame.item() + " bytes",
                        type.bytes() + "; the file is damaged, copy or write it again");
            }
            type = new ElementType(DType.RAW, frame.item(), ByteOrder.LITTLE_ENDIAN, "|V" + frame.item());
        }
        BlockGrid grid = BlockGrid.of(meta, frame, type.bytes());
        Scratch scratch = new Scratch(backend.nativeCodecs());
        Snapshot snapshot = Snapshot.read(frame, new ChunkDecoder(backend.filters()), scratch);
        Metadata metadata = metadata(snapshot, scratch, grid.rank());
        ArrayEditor editor = store == null ? null : editor(file, frame, grid, type, backend, store);
        return new B2ndArray(file, grid, type, metadata, backend, snapshot, plugin.get(), editor);
    }

    private static ArrayEditor editor(
            MappedFile file,
            Frame frame,
            BlockGrid grid,
            ElementType type,
            Backend backend,
            Function<Frame, FrameStore> store) {
        if (frame.folder() != null) {
            requireFile(frame.folder());
        }
        return new ArrayEditor(file.name(), grid, type, ChunkSettings.read(file, 0), backend, store.apply(frame));
    }

    private static Metadata metadata(Snapshot snapshot, Scratch scratch, int rank) {
        if (snapshot.userLayer("calibration", scratch) instanceof Map<?, ?> map) {
            return CalibrationReader.read(map, rank);
        }
        if (snapshot.userLayer("mlarray", scratch) instanceof byte[] pickled) {
            Frame frame = snapshot.frame();
            return MlaCalibration.read(
                    pickled, rank, frame.file().name(), frame.userLayers().getOrDefault("mlarray", -1L));
        }
        return new Metadata(Layout.axes(rank), Calibration.none());
    }
}
