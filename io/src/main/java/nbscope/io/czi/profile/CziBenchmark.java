package nbscope.io.czi.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nbscope.io.internal.czi.profile.Benchmarking;
import nbscope.io.internal.czi.profile.ResultFile;
import org.jspecify.annotations.Nullable;

/// Ways to read a file beside each other.
///
/// @param format         `nbscope-czi-benchmark 1`
/// @param created        when, as ISO 8601
/// @param options        what was asked for
/// @param system         machine and file system
/// @param image          what is in the file
/// @param tiles          that each configuration read
/// @param rows           in the order of measuring
/// @param downsampling   what the smaller pictures lose
/// @param notOffered     ways that are not measured, with the reason
/// @param validation     what the mosaic is, to be compared with that of another run
/// @param recommended    name of the fastest configuration that gives every pixel and needs no copy; of equals, the
///                       simplest
/// @param expectedPlane  seconds for the whole plane with it
/// @param expectedFile   seconds for all planes with it
/// @param diagnosis      what holds reading back
public record CziBenchmark(
        String format,
        String created,
        BenchmarkOptions options,
        SystemInfo system,
        ImageInfo image,
        int tiles,
        List<BenchmarkRow> rows,
        List<DownsamplingCost> downsampling,
        List<String> notOffered,
        CziValidation validation,
        String recommended,
        double expectedPlane,
        double expectedFile,
        Diagnosis diagnosis) {
    public CziBenchmark {
        rows = List.copyOf(rows);
        downsampling = List.copyOf(downsampling);
        notOffered = List.copyOf(notOffered);
    }

    /// Measures a file. Blocks the calling thread; starts processes and writes temporary copies of the measured
    /// tiles with [BenchmarkOptions.Scope#ALL].
    ///
    /// @throws java.io.UncheckedIOException when the file is missing or cannot be read
    /// @throws nbscope.io.MalformedDataException when its directory or every tile is damaged
    /// @throws nbscope.io.UnsupportedDataException when its pixels are stored in a way that nbscope does not read
    /// @throws IllegalArgumentException when the file has no such channel or scene
    /// @throws java.util.concurrent.CancellationException when the thread is interrupted
    public static CziBenchmark run(Path file, BenchmarkOptions options, ProfileProgress progress) {
        return Benchmarking.run(file, options, progress);
    }

    /// The row of a configuration.
    public Optional<BenchmarkRow> row(String name) {
        return rows.stream()
                .filter(row -> row.configuration().name().equals(name))
                .findFirst();
    }

    /// Writes the result as JSON, whole or not at all.
    ///
    /// @param output null for `benchmark_results_YYYYMMDD_HHMMSS.json` beside the data, or in the current folder
    ///               where that cannot be written
    /// @return where it lies
    public Path write(@Nullable Path output) {
        return ResultFile.write(this, output, Path.of(image.file()));
    }
}
