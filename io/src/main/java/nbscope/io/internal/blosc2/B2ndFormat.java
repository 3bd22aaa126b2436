package nbscope.io.internal.blosc2;

import java.nio.file.Path;
import java.util.Map;
import nbscope.io.Calibration;
import nbscope.io.Format;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.StoredType;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.meta.CalibrationReader;
import nbscope.io.internal.meta.Metadata;
import nbscope.io.internal.mla.MlaCalibration;
import nbscope.io.internal.msgpack.MsgPack;
import org.jspecify.annotations.Nullable;

/// Blosc2 arrays in one file: .b2nd and .mla, which is a b2nd with metadata of its own.
public final class B2ndFormat implements Format {
    private static final int MAX_METADATA = 64 << 20;

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
    public NdArray open(Path path) {
        return open(path, Backend.warming());
    }

    /// With the decoding twins that the caller chooses.
    public static NdArray open(Path path, Backend backend) {
        MappedFile file = MappedFile.open(path);
        try {
            return read(file, backend);
        } catch (RuntimeException e) {
            file.lifetime().close();
            throw e;
        }
    }

    private static NdArray read(MappedFile file, Backend backend) {
        Frame frame = Frame.read(file);
        Long place = frame.metalayers().get("b2nd");
        if (place == null) {
            throw new UnsupportedDataException(
                    file.name(),
                    "a Blosc2 frame without the b2nd layer: bytes without a "
                            + "shape. Save it as an array, in Python with blosc2.asarray(array, urlpath=...)");
        }
        B2ndMeta meta = B2ndMeta.read(file, place);
        StoredType type = StoredType.parse(meta.dtype(), file.name());
        BlockGrid grid = BlockGrid.of(meta, frame, type.dtype().bytes());
        ChunkDecoder decoder = new ChunkDecoder(file, backend.filters());
        Scratch scratch = new Scratch(backend.nativeCodecs());
        Offsets offsets = Offsets.read(frame, decoder, scratch);
        Metadata metadata = metadata(frame, decoder, scratch, grid.rank());
        return new B2ndArray(file, grid, offsets, type, metadata, decoder, backend);
    }

    private static Metadata metadata(Frame frame, ChunkDecoder decoder, Scratch scratch, int rank) {
        if (userLayer(frame, "calibration", decoder, scratch) instanceof Map<?, ?> map) {
            return CalibrationReader.read(map, rank);
        }
        if (userLayer(frame, "mlarray", decoder, scratch) instanceof byte[] pickled) {
            return MlaCalibration.read(
                    pickled, rank, frame.file().name(), frame.userLayers().getOrDefault("mlarray", -1L));
        }
        return new Metadata(Layout.axes(rank), Calibration.none());
    }

    /// The value of a user metalayer, null where there is none.
    private static @Nullable Object userLayer(Frame frame, String key, ChunkDecoder decoder, Scratch scratch) {
        Long place = frame.userLayers().get(key);
        if (place == null) {
            return null;
        }
        ChunkHeader chunk = ChunkHeader.read(frame.file(), place);
        if (chunk.length() > MAX_METADATA) {
            throw frame.file()
                    .malformed(place, chunk.length() + " bytes of metadata " + key, "at most " + MAX_METADATA);
        }
        try {
            return MsgPack.read(decoder.whole(chunk, scratch));
        } catch (IllegalArgumentException e) {
            MalformedDataException damaged = frame.file()
                    .malformed(
                            place, "metadata " + key + " that is no MessagePack: " + e.getMessage(), "a value of one");
            damaged.initCause(e);
            throw damaged;
        }
    }
}
