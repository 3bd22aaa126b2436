package nbscope.io.internal.blosc2;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.Format;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.StoredType;
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
        return read(file, backend, () -> null);
    }

    private static B2ndArray open(Path path, long offset, Backend backend, Supplier<Optional<Libblosc2>> library) {
        MappedFile file = MappedFile.open(Files.isDirectory(path) ? path.resolve(INDEX) : path);
        try {
            MappedFile frame = file.from(offset);
            return read(frame, backend, () -> PluginRead.of(frame, path, offset, library));
        } catch (RuntimeException e) {
            file.lifetime().close();
            throw e;
        }
    }

    private static B2ndArray read(MappedFile file, Backend backend, Supplier<@Nullable PluginRead> plugin) {
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
        ChunkDecoder decoder = new ChunkDecoder(backend.filters());
        Scratch scratch = new Scratch(backend.nativeCodecs());
        Snapshot snapshot = new Snapshot(frame, Offsets.read(frame, decoder, scratch), decoder);
        Metadata metadata = metadata(snapshot, scratch, grid.rank());
        return new B2ndArray(file, grid, type, metadata, backend, snapshot, plugin.get());
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
