package nbscope.io.internal.raw;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nbscope.io.DataSetOptions;
import nbscope.io.ElementType;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.Decoder;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.FrameFormat;
import nbscope.io.dataset.FrameLayout;
import nbscope.io.dataset.Shape;
import nbscope.io.internal.dataset.FileChecks;
import org.jspecify.annotations.Nullable;

/// Frames without any header that nbscope knows; the caller says detector and type, and the scan if it is not a row of
/// frames. Headers and footers may be skipped. Never found by content.
public final class RawFormat implements FrameFormat {
    @Override
    public String name() {
        return "raw frames";
    }

    @Override
    public String id() {
        return "raw";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        return Match.NO;
    }

    @Override
    public FrameLayout layout(Path file, DataSetOptions options) {
        int @Nullable [] sig = options.sig();
        ElementType type = options.elementType();
        if (sig == null || type == null) {
            throw new IllegalArgumentException(
                    file + " is read as raw frames, so say the shape of the detector (sig) and the"
                            + " type of a pixel (dtype), for example --sig 128,128 --dtype <u2; "
                            + (sig == null ? "sig" : "dtype")
                            + " is missing");
        }
        int header = Math.max(0, options.frameHeader());
        int footer = Math.max(0, options.frameFooter());
        long from = Math.max(0, options.fileHeader());
        int pixels = new Shape(new long[] {1}, sig).pixels();
        long stride = header + (long) pixels * type.bytes() + footer;
        long @Nullable [] nav = options.nav();
        long promised = nav == null || options.syncOffset() != 0
                ? -1
                : Arrays.stream(nav).reduce(1, Math::multiplyExact);
        long size = FileChecks.size(file);
        long frames = FileChecks.frames(file.toString(), size, from, stride, footer, promised, options);
        var files = new FileSet(
                List.of(new DataFile(file.toString(), 0, frames, from)), pixels, 8 * type.bytes(), header, footer);
        List<String> guesses = new ArrayList<>();
        long[] scan = nav == null ? FileChecks.guessedScan(frames, guesses) : nav;
        return FrameLayout.of(new Shape(scan, sig), files, Decoder.plain(type)).guesses(guesses);
    }
}
