package nbscope.io.internal.czi;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziCompression;
import nbscope.io.czi.CziOptions;
import nbscope.io.internal.bytes.MappedFile;

/// Any bytes as a CZI file: header, directory, attachments, metadata and small tiles. See
/// nbscope.io.internal.blosc2.FrameFuzz.
public final class DirectoryFuzz {
    private static final int TILES = 4;
    private static final long LARGE = 1 << 20;

    private DirectoryFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Counters counters = new Counters();
        MappedSource source = new MappedSource(MappedFile.of("fuzzed.czi", input), counters);
        try (OpenCzi file = OpenCzi.open(source, Path.of("fuzzed.czi"), CziOptions.defaults(), counters, 0)) {
            CziBox ignored = file.bounds();
            file.dimensions();
            file.levels();
            file.scenes();
            file.metadata();
            for (int i = 0; i < Math.min(TILES, file.tiles()); i++) {
                tile(file, i);
            }
            file.attachments().forEach(file::attachment);
        } catch (MalformedDataException | UnsupportedDataException expected) {
            // Most bytes are no file.
        }
    }

    /// Reads what does not need another process.
    static void tile(OpenCzi file, int i) {
        try {
            file.mask(i);
            if (file.shape(i).bytes() <= LARGE && file.tile(i).compression() != CziCompression.JPEG_XR) {
                file.readTile(i, bytes -> Arena.ofAuto().allocate(Math.max(1, bytes)));
            }
        } catch (MalformedDataException | UnsupportedDataException expected) {
            // Others can be read.
        }
    }
}
