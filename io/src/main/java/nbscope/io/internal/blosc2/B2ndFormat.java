package nbscope.io.internal.blosc2;

import java.nio.file.Path;
import java.util.Map;
import nbscope.io.Calibration;
import nbscope.io.ElementType;
import nbscope.io.Format;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.StoredType;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.meta.CalibrationReader;
import nbscope.io.internal.meta.Metadata;
import nbscope.io.internal.mla.MlaCalibration;

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
            return read(file, backend);
        } catch (RuntimeException e) {
            file.lifetime().close();
            throw e;
        }
    }

    private static B2ndArray read(MappedFile file, Backend backend) {
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
        ChunkDecoder decoder = new ChunkDecoder(backend.filters());
        Scratch scratch = new Scratch(backend.nativeCodecs());
        Snapshot snapshot = new Snapshot(frame, Offsets.read(frame, decoder, scratch), decoder);
        Metadata metadata = metadata(snapshot, scratch, grid.rank());
        return new B2ndArray(file, grid, type, metadata, backend, snapshot);
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
