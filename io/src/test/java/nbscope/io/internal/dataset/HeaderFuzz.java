package nbscope.io.internal.dataset;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import nbscope.io.DataSetOptions;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.FrameLayout;
import nbscope.io.dataset.TilingScheme;

/// What the fuzz targets of detector formats share: a header gives a layout whose frames lie in the file, or one of
/// our exceptions, whatever length the file has.
public final class HeaderFuzz {
    private static final List<DataSetOptions> OPTIONS =
            List.of(DataSetOptions.none(), DataSetOptions.none().allowPartial());

    private HeaderFuzz() {}

    /// @param reader gives the layout of a file
    public static void layouts(String name, byte[] input, BiFunction<FileHead, DataSetOptions, FrameLayout> reader) {
        for (long size : new long[] {input.length, 1L << 20, 1L << 50}) {
            long length = Math.max(size, input.length);
            layouts(name, length, options -> reader.apply(FileHead.of(name, input, length), options));
        }
    }

    /// @param size   of the file
    /// @param reader gives its layout
    public static void layouts(String name, long size, Function<DataSetOptions, FrameLayout> reader) {
        for (DataSetOptions options : OPTIONS) {
            try {
                check(FileChecks.withOptions(name, reader.apply(options), options), size);
            } catch (MalformedDataException | UnsupportedDataException expected) {
                // Most bytes are no header.
            }
        }
    }

    /// Asks for the first and the last frame, and for their bytes.
    private static void check(FrameLayout layout, long size) {
        FileSet set = layout.files();
        int[] sig = layout.shape().sig();
        if (set.framePixels() != layout.shape().pixels()) {
            throw new AssertionError("a frame of " + set.framePixels() + " pixels has the shape " + layout.shape());
        }
        for (DataFile file : set.files()) {
            for (long frame : new long[] {file.first(), file.end() - 1}) {
                if (file.end() == file.first()) {
                    continue;
                }
                int[] row = sig.clone();
                row[0] = 1;
                var ranges = set.readRanges(
                        frame,
                        frame + 1,
                        new TilingScheme(1, sig[0] > 64 ? sig : row, sig, nbscope.io.TilingPreferences.Method.TILE),
                        0,
                        null);
                for (int t = 0; t < ranges.tiles(); t++) {
                    for (int r = 0; r < ranges.count(t); r++) {
                        if (ranges.start(t, r) < 0
                                || ranges.stop(t, r) > size
                                || ranges.stop(t, r) < ranges.start(t, r)) {
                            throw new AssertionError(
                                    "bytes " + ranges.start(t, r) + " to " + ranges.stop(t, r) + " of " + size);
                        }
                    }
                }
            }
        }
    }
}
