package nbscope.io.czi.profile;

import java.nio.file.Path;
import java.util.List;
import nbscope.io.internal.czi.profile.Profiling;

/// Where the time of reading a file goes. Three passes over the same tiles: one thread with the page cache
/// emptied of the file where the system does that (`cold`), one thread again (`warm`), and several threads
/// under the first pass's conditions.
///
/// @param format            `nbscope-czi-profile 1`
/// @param created           when, as ISO 8601
/// @param options           what was asked for
/// @param system            machine and file system
/// @param image             what is in the file
/// @param notes             sentences about the measurement itself
/// @param oneTime           what is paid once
/// @param phases            of the first pass, over all its tiles
/// @param cold              the first pass
/// @param warm              the second pass
/// @param parallel          the third pass
/// @param speedUp           of the third over that of one thread under the same conditions
/// @param estimatePlane     seconds for all tiles of the plane by one thread, as in the first pass
/// @param estimateFile      the same for all planes of the file
/// @param estimateParallel  seconds for the plane with several threads
/// @param diagnosis         what all this says
/// @param tiles             each `sampleEvery`-th tile of the first pass
/// @param timeline          all tiles of the third pass, for a picture of its threads
/// @param unreadable        tiles that are damaged, with the reason; they are in no other figure
public record CziProfile(
        String format,
        String created,
        ProfileOptions options,
        SystemInfo system,
        ImageInfo image,
        List<String> notes,
        OneTime oneTime,
        List<PhaseSummary> phases,
        Pass cold,
        Pass warm,
        Pass parallel,
        double speedUp,
        double estimatePlane,
        double estimateFile,
        double estimateParallel,
        Diagnosis diagnosis,
        List<TileTiming> tiles,
        List<TileTiming> timeline,
        List<String> unreadable) {
    public CziProfile {
        notes = List.copyOf(notes);
        phases = List.copyOf(phases);
        tiles = List.copyOf(tiles);
        timeline = List.copyOf(timeline);
        unreadable = List.copyOf(unreadable);
    }

    /// Measures a file. Blocks the calling thread.
    ///
    /// @throws java.io.UncheckedIOException when the file is missing or cannot be read
    /// @throws nbscope.io.MalformedDataException when its directory or every tile is damaged
    /// @throws nbscope.io.UnsupportedDataException when its pixels are stored in a way that nbscope does not read
    /// @throws IllegalArgumentException when the file has no such channel or scene
    /// @throws java.util.concurrent.CancellationException when the thread is interrupted
    public static CziProfile run(Path file, ProfileOptions options, ProfileProgress progress) {
        return Profiling.run(file, options, progress);
    }
}
