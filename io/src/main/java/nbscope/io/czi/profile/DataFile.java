package nbscope.io.czi.profile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file of data that is found inside of a container as well as outside of it: what lies at
/// `/home/me/slides/a.czi` for the host is often mounted as `/data/a.czi`.
///
/// @param path where it was found, or as it was given
/// @param note a sentence when another place than the given one was taken, else null
public record DataFile(Path path, @Nullable String note) {
    /// Looks for a file as given, then under its name and the ends of its path in `/data`, in the current
    /// folder and in the folder that the variable `NBSCOPE_DATA` names.
    public static DataFile find(Path given) {
        List<Path> roots = new ArrayList<>(List.of(Path.of("/data"), Path.of("")));
        String named = System.getenv("NBSCOPE_DATA");
        if (named != null && !named.isBlank()) {
            roots.add(Path.of(named));
        }
        return find(given, roots);
    }

    static DataFile find(Path given, List<Path> roots) {
        if (Files.exists(given) || given.getNameCount() == 0) {
            return new DataFile(given, null);
        }
        for (Path root : roots) {
            for (int from = 0; from < given.getNameCount(); from++) {
                Path place = root.resolve(given.subpath(from, given.getNameCount()));
                if (Files.isRegularFile(place)) {
                    return new DataFile(place, "there is no " + given + "; " + place.toAbsolutePath() + " is taken");
                }
            }
        }
        return new DataFile(given, null);
    }
}
