package nbscope.io.internal.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nbscope.io.DataSetOptions;
import nbscope.io.ElementType;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.FrameLayout;
import nbscope.io.dataset.Shape;
import org.jspecify.annotations.Nullable;

/// Checks that headers, options and lengths of files agree.
public final class FileChecks {
    /// What [Shape] allows.
    private static final int LARGEST_FRAME = Integer.MAX_VALUE / 16;

    /// How a sentence about a guessed scan begins.
    private static final String SCAN = "scan ";

    private FileChecks() {}

    /// The layout with the scan that the caller asked for.
    ///
    /// @throws MalformedDataException when the files hold too few frames for it
    public static FrameLayout withOptions(String name, FrameLayout layout, DataSetOptions options) {
        long frames = layout.files().frames();
        int[] sig = layout.shape().sig();
        int @Nullable [] asked = options.sig();
        if (asked != null && !Arrays.equals(asked, sig)) {
            throw new IllegalArgumentException(name + " has frames of " + Arrays.toString(sig) + ", the caller says "
                    + Arrays.toString(asked) + "; leave sig out");
        }
        @Nullable ElementType type = options.elementType();
        if (type != null && type.dtype() != layout.decoder().nativeType()) {
            throw new IllegalArgumentException(
                    name + " has pixels of " + layout.decoder().nativeType().numpy() + ", the caller says "
                            + type.numpy() + "; leave dtype out");
        }
        long @Nullable [] nav = options.nav();
        List<String> guesses = new ArrayList<>(layout.guesses());
        if (nav != null) {
            guesses.removeIf(g -> g.startsWith(SCAN));
        }
        Shape shape = new Shape(nav == null ? layout.shape().nav() : nav, sig);
        if (shape.frames() > Integer.MAX_VALUE) {
            throw new UnsupportedDataException(
                    name,
                    "a scan of " + Arrays.toString(shape.nav()) + " has more positions than nbscope counts ("
                            + Integer.MAX_VALUE + "); say a smaller nav");
        }
        long sync = options.saysSyncOffset() ? options.syncOffset() : layout.syncOffset();
        long skipped = Math.max(0, sync);
        long needed = shape.frames() - Math.max(0, -sync);
        if (needed > frames - skipped && !options.partial() && sync == 0) {
            FileSet files = layout.files();
            throw new MalformedDataException(
                    name,
                    -1,
                    frames + " whole frames",
                    needed + " for a scan of " + Arrays.toString(shape.nav()) + ", of " + files.frameStride()
                            + " bytes each; correct the scan shape (nav), or open what is there with "
                            + "allowPartial() or --partial");
        }
        if (needed < frames - skipped) {
            guesses.add("the files hold " + frames + " frames, the scan " + Arrays.toString(shape.nav()) + " uses "
                    + needed + " of them");
        }
        return new FrameLayout(
                shape,
                layout.files(),
                layout.decoder(),
                layout.calibration(),
                layout.header(),
                guesses,
                sync,
                layout.masked());
    }

    /// The lengths of a detector that a header names.
    ///
    /// @param offset where they stand in the file, -1 for no single place
    /// @throws MalformedDataException when no detector has them
    public static int[] detector(String name, long offset, long rows, long cols) {
        if (rows < 1 || cols < 1 || rows > LARGEST_FRAME || cols > LARGEST_FRAME || rows * cols > LARGEST_FRAME) {
            throw new MalformedDataException(
                    name,
                    offset,
                    "frames of " + rows + " x " + cols + " pixels",
                    "1 to " + LARGEST_FRAME + " pixels; the header is damaged");
        }
        return new int[] {(int) rows, (int) cols};
    }

    /// `[frames]`, or a square scan where the number of frames is that of one; LiberTEM's guess.
    public static long[] guessedScan(long frames, List<String> guesses) {
        long side = Math.round(Math.sqrt((double) frames));
        if (side * side == frames && side > 1) {
            guesses.add(
                    SCAN + side + " x " + side + " was guessed from " + frames + " frames; say nav if it is another");
            return new long[] {side, side};
        }
        return oneRow(frames, guesses);
    }

    /// `[frames]`, for files of which a square scan is no likely one.
    public static long[] oneRow(long frames, List<String> guesses) {
        guesses.add(SCAN + "shape is not in the file: " + frames + " frames in a row; say nav to give them one");
        return new long[] {frames};
    }

    /// Refuses a scan of a header that is empty or larger than any file.
    ///
    /// @param offset where the header says so, -1 for no single place
    /// @return the same lengths
    public static long[] scan(String name, long offset, long... nav) {
        long frames = 1;
        for (long length : nav) {
            frames = length < 1 || length > Integer.MAX_VALUE || frames == 0 ? 0 : frames * length;
            frames = frames > Integer.MAX_VALUE ? 0 : frames;
        }
        if (frames == 0) {
            throw new MalformedDataException(
                    name,
                    offset,
                    "a scan of " + Arrays.toString(nav) + " positions",
                    "at least one position and at most " + Integer.MAX_VALUE
                            + "; the header is damaged, say the scan shape (nav) instead");
        }
        return nav;
    }

    /// Compares the length of each file with its frames.
    public static void lengths(FileSet files) {
        for (DataFile f : files.files()) {
            long size = size(f.path());
            long frames = f.end() - f.first();
            // The last frame's footer may be missing.
            long end = frames == 0
                    ? 0
                    : files.frameStart(f, f.end() - 1) + ((long) files.framePixels() * files.bitsPerPixel() + 7) / 8;
            if (size < end) {
                throw new MalformedDataException(
                        f.location(),
                        size,
                        "the end of the file at byte " + size,
                        end + " bytes for " + frames + " frames; the file is cut short, copy it again or open what "
                                + "is there with allowPartial() or --partial");
            }
        }
    }

    /// Length of a file.
    public static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " belongs to the data set and is missing or cannot be read", e);
        }
    }

    /// Whole frames between `from` and the end of a file.
    ///
    /// @param promised what the header says, -1 where it says nothing
    /// @throws MalformedDataException when there are fewer than promised, or a broken one at the end,
    ///     and the caller did not ask for a partial file
    public static long frames(
            String name, long size, long from, long stride, long footer, long promised, DataSetOptions options) {
        if (stride <= 0) {
            throw new MalformedDataException(name, -1, "frames of " + stride + " bytes", "frames of at least one byte");
        }
        long room = size - from;
        // The last frame's footer may be missing.
        long whole = room < 0 ? 0 : (room + footer) / stride;
        long rest = room < 0 ? room : room - whole * stride;
        if (options.partial()) {
            return promised < 0 ? whole : Math.min(whole, promised);
        }
        if (promised >= 0 && whole < promised) {
            throw new MalformedDataException(
                    name,
                    size,
                    whole + " whole frames, the file ends at byte " + size,
                    promised + " frames of " + stride + " bytes after byte " + from + ", " + (from + promised * stride)
                            + " bytes in all; the file is cut short, copy it again or open what is there with "
                            + "allowPartial() or --partial");
        }
        if (promised < 0 && rest > 0) {
            throw new MalformedDataException(
                    name,
                    from + whole * stride,
                    rest + " bytes after " + whole + " whole frames",
                    "a multiple of " + stride + " bytes after byte " + from
                            + "; the file is cut short or its layout is "
                            + "another one; open the whole frames with allowPartial() or --partial");
        }
        return promised < 0 ? whole : promised;
    }
}
