package nbscope.io.dataset;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.arina.ArinaArray;
import nbscope.io.internal.arina.ArinaMaster;
import nbscope.io.internal.dataset.FileKey;

/// How far a Dectris detector has got with an acquisition whose files may still be written, copied or
/// renamed into place. Immutable; [#look] is asked again later.
///
/// @param master   the master file
/// @param frames   frames that are there, from the first one on without a hole
/// @param promised frames that there will be, as the master says; -1 where it does not say
/// @param waits    what is still missing, a sentence; empty where nothing is
/// @param key      a text that differs when any of the files differs in its length or its time
public record Acquisition(Path master, long frames, long promised, String waits, String key) {
    private static final String MASTER = "_master.h5";

    /// Whether a file is a master by its name. Others in the folder are none of its business.
    public static boolean isMaster(Path file) {
        return String.valueOf(file.getFileName()).endsWith(MASTER);
    }

    /// Whether all frames are there. Where the master does not say how many there will be, those of all
    /// its files; then only time can tell that it has ended.
    public boolean isComplete() {
        return waits.isEmpty();
    }

    /// Opens the files, decodes nothing and closes them. What cannot be opened yet is an answer and no
    /// exception: a file that is half there looks as a damaged one.
    ///
    /// @param anywhere whether links may lead out of the master's folder
    public static Acquisition look(Path master, boolean anywhere) {
        List<Path> files = new ArrayList<>(List.of(master));
        try {
            ArinaMaster read = ArinaMaster.read(master, anywhere);
            files.addAll(read.files());
            try (ArinaArray array = ArinaArray.open(read, null)) {
                long there = array.written();
                long promised = read.expected();
                long wanted = Math.max(promised, array.shape()[0]);
                String waits = there < wanted
                        ? master + " has " + there + " of " + wanted + " frames"
                        : wanted == 0 ? master + " has no frames yet" : "";
                return new Acquisition(master, there, promised, waits, key(files));
            }
        } catch (InternalError e) {
            // A mapped file that somebody cuts in this very moment.
            return new Acquisition(master, 0, -1, master + " or one of its files became shorter", key(files));
        } catch (UncheckedIOException | MalformedDataException | UnsupportedDataException e) {
            return new Acquisition(master, 0, -1, String.valueOf(e.getMessage()), key(files));
        }
    }

    private static String key(List<Path> files) {
        try {
            return FileKey.of(files);
        } catch (UncheckedIOException e) {
            // Renamed in this very moment.
            return "?";
        }
    }
}
