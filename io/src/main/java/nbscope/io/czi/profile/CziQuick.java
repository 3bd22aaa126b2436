package nbscope.io.czi.profile;

import java.nio.file.Path;
import java.util.List;
import nbscope.io.internal.czi.profile.QuickTest;
import org.jspecify.annotations.Nullable;

/// Why is a test with a few tiles fast and the real thing slow? 4 tiles by 4 threads, 100 by one, 100 by 8.
///
/// @param format           `nbscope-czi-quick 1`
/// @param image            what is in the file
/// @param system           machine and file system
/// @param passes           the three, each with the page cache emptied of the file before where the system does that
/// @param speedUp          of 8 threads over one, per tile
/// @param estimateAlone    seconds for the plane by one thread
/// @param estimateParallel seconds for the plane by 8 threads
/// @param recommendation   what follows, with the figures
public record CziQuick(
        String format,
        ImageInfo image,
        SystemInfo system,
        List<Pass> passes,
        double speedUp,
        double estimateAlone,
        double estimateParallel,
        String recommendation) {
    public CziQuick {
        passes = List.copyOf(passes);
    }

    /// @param scene null for all
    /// @throws IllegalArgumentException when the file has no such channel or scene
    public static CziQuick run(
            Path file, int maxTiles, int channel, @Nullable Integer scene, ProfileProgress progress) {
        return new QuickTest(file, maxTiles, channel, scene, progress).run();
    }
}
