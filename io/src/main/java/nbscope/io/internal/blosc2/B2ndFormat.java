package nbscope.io.internal.blosc2;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import nbscope.io.Blosc2Spec;
import nbscope.io.Calibration;
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
import nbscope.io.internal.mla.MlaMetadata;
import org.jspecify.annotations.Nullable;

/// Blosc2 arrays in one file: .b2nd and .mla, which is a b2nd with metadata of its own.
public final class B2ndFormat implements Format {
    @Override
    public String name() {
        return "Blosc2 .b2nd and MLArray .mla";
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

    /// With the decoding twins that the caller chooses.
    public static B2ndArray open(Path path, Backend backend) {
        MappedFile file = MappedFile.open(path);
        try {
            return read(file, backend, null);
        } catch (RuntimeException e) {
            file.lifetime().close();
            throw e;
        }
    }

    /// Opens an array for the given use.
    public static B2ndArray open(Path path, Mmap mode, Backend backend, Disk disk) {
        return switch (mode) {
            case READ -> open(path, backend);
            case READ_WRITE -> open(FileStore.open(path, disk, backend, false), backend);
            case COPY_ON_WRITE -> {
                MappedFile file = MappedFile.open(path);
                try {
                    yield read(file, backend, frame -> new MemoryStore(file.name()));
                } catch (RuntimeException e) {
                    file.lifetime().close();
                    throw e;
                }
            }
        };
    }

    /// A new file of zeros, open for writing.
    public static B2ndArray create(Path path, Blosc2Spec spec, Backend backend, Disk disk) {
        ArraySave.zeros(path, spec, backend, disk);
        return open(FileStore.open(path, disk, backend, true), backend);
    }

    private static B2ndArray open(FileStore store, Backend backend) {
        try {
            return read(store.file(), backend, frame -> {
                store.begin(frame);
                return store;
            });
        } catch (RuntimeException e) {
            store.lifetime().close();
            store.release();
            throw e;
        }
    }

    /// @param store where changes go, null for an array that is only read
    private static B2ndArray read(MappedFile file, Backend backend, @Nullable Function<Frame, FrameStore> store) {
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
        BlockGrid grid = BlockGrid.of(meta, frame, type.bytes());
        Scratch scratch = new Scratch(backend.nativeCodecs());
        Snapshot snapshot = Snapshot.read(frame, new ChunkDecoder(backend.filters()), scratch);
        Metadata metadata = metadata(snapshot, scratch, grid.rank());
        ArrayEditor editor = store == null ? null : editor(file, frame, grid, type, backend, store);
        return new B2ndArray(file, grid, type, metadata, backend, snapshot, editor);
    }

    private static ArrayEditor editor(
            MappedFile file,
            Frame frame,
            BlockGrid grid,
            ElementType type,
            Backend backend,
            Function<Frame, FrameStore> store) {
        if (frame.folder() != null) {
            throw new UnsupportedDataException(
                    file.name(),
                    "an array stored as a folder (a sparse frame) is read and not changed; save it as one file with "
                            + "Blosc2.save, and change that");
        }
        return new ArrayEditor(file.name(), grid, type, ChunkSettings.read(file, 0), backend, store.apply(frame));
    }

    private static Metadata metadata(Snapshot snapshot, Scratch scratch, int rank) {
        if (snapshot.userLayer("calibration", scratch) instanceof Map<?, ?> map) {
            return CalibrationReader.read(map, rank);
        }
        if (snapshot.userLayer("mlarray", scratch) instanceof byte[] pickled) {
            Frame frame = snapshot.frame();
            return MlaMetadata.read(
                    pickled, rank, frame.file().name(), frame.userLayers().getOrDefault("mlarray", -1L));
        }
        return new Metadata(Layout.axes(rank), Calibration.none());
    }
}
