package nbscope.io.internal.czi.profile;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import nbscope.io.czi.profile.ProfileJson;
import org.jspecify.annotations.Nullable;

/// Where a result goes.
public final class ResultFile {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss");

    private ResultFile() {}

    /// @param output null for a name with the time, beside the data or else in the current folder
    public static Path write(Record result, @Nullable Path output, Path data) {
        if (output != null) {
            ProfileJson.write(output, result);
            return output;
        }
        String name = "benchmark_results_" + STAMP.format(LocalDateTime.now(ZoneId.systemDefault())) + ".json";
        Path beside = data.toAbsolutePath().resolveSibling(name);
        try {
            ProfileJson.write(beside, result);
            return beside;
        } catch (UncheckedIOException e) {
            Path here = Path.of(name).toAbsolutePath();
            ProfileJson.write(here, result);
            return here;
        }
    }
}
