package nbscope.io.czi.profile;

import java.nio.file.Path;
import java.util.List;
import nbscope.io.internal.czi.profile.Comparing;

/// Two results beside each other, before and after a change.
///
/// @param format  `nbscope-czi-comparison 1`
/// @param before  the first file of results
/// @param after   the second
/// @param timings what both measured
/// @param checks  whether the mosaics are the same and whole
/// @param good    whether all checks are
public record CziComparison(
        String format, String before, String after, List<Timing> timings, List<Check> checks, boolean good) {
    /// One figure.
    ///
    /// @param name   a configuration, a phase or a pass
    /// @param before seconds
    /// @param after  seconds
    /// @param gain   before over after
    public record Timing(String name, double before, double after, double gain) {}

    /// One check.
    ///
    /// @param name   `dimensions`, `pixels`, `seams`, `missing tiles`, `memory`, `downstream`
    /// @param before what was found before
    /// @param after  what was found after
    /// @param good   whether that is right
    public record Check(String name, String before, String after, boolean good) {}

    public CziComparison {
        timings = List.copyOf(timings);
        checks = List.copyOf(checks);
    }

    /// Compares two results of `nbscope czi benchmark` or of `nbscope czi profile`. Where the files that they are
    /// about are still there, their mosaics are read and hashed anew.
    ///
    /// @throws java.io.UncheckedIOException when one cannot be read
    /// @throws nbscope.io.MalformedDataException when one is no such result
    /// @throws IllegalArgumentException when they are of different kinds
    public static CziComparison of(Path before, Path after) {
        return Comparing.of(before, after);
    }
}
