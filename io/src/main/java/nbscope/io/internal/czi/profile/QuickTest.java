package nbscope.io.internal.czi.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.profile.CziQuick;
import nbscope.io.czi.profile.ImageInfo;
import nbscope.io.czi.profile.Pass;
import nbscope.io.czi.profile.ProfileProgress;
import nbscope.io.internal.czi.OpenCzi;
import nbscope.io.internal.czi.profile.Workload.Method;
import org.jspecify.annotations.Nullable;

/// A few tiles against many, one thread against eight.
public record QuickTest(
        Path path, int maxTiles, int channel, @Nullable Integer scene, ProfileProgress progress) {
    private static final int FEW = 4;
    private static final int THREADS = 8;

    /// As [CziQuick#run].
    public CziQuick run() {
        return Cancelling.run(this::measure);
    }

    private CziQuick measure() {
        CziPlane plane = Profiling.plane(channel, scene);
        try (OpenCzi file = OpenCzi.open(path, CziOptions.defaults().threads(1))) {
            try (Workload work = new Workload(file, plane, 1, Profiling.WARM_UP, Machine.mosaicBytes())) {
                Profiling.warmUp(work, work.pieces(Method.TILES));
            }
            Pass few = pass(file, plane, "few tiles, 4 threads", FEW, FEW);
            Pass alone = pass(file, plane, "one thread", maxTiles, 1);
            Pass many = pass(file, plane, "8 threads", maxTiles, THREADS);
            ImageInfo image = Profiling.image(path, file, plane);
            double one = perTile(alone) * image.tiles();
            double eight = perTile(many) * image.tiles();
            double speedUp = perTile(alone) / perTile(many);
            return new CziQuick(
                    "nbscope-czi-quick 1",
                    image,
                    Machine.describe(path, file),
                    List.of(few, alone, many),
                    speedUp,
                    one,
                    eight,
                    words(image, few, alone, speedUp, one, eight));
        }
    }

    private static double perTile(Pass pass) {
        return Math.max(1e-9, pass.seconds() / Math.max(1, pass.tiles()));
    }

    private Pass pass(OpenCzi file, CziPlane plane, String name, int tiles, int threads) {
        try (Workload work = new Workload(file, plane, 1, tiles, Machine.mosaicBytes())) {
            List<Piece> pieces = work.pieces(Method.TILES);
            PageCache.drop(path);
            double cached =
                    PageCache.resident(path, pieces.stream().map(Piece::offset).toList());
            DiskCounters disk = DiskCounters.begin(path);
            Crew.Done done = threads == 1
                    ? Crew.alone(work, pieces, name, progress)
                    : Crew.together(work, pieces, threads, 1, name, progress);
            return Passes.of(name, done, cached, disk.end());
        }
    }

    private static String words(ImageInfo image, Pass few, Pass alone, double speedUp, double one, double eight) {
        String helps = speedUp >= 1.2 ? "Threads help" : "Threads do not help";
        return String.format(
                Locale.ROOT,
                "%s: 8 threads are %.2f times as fast as one, so that the %d tiles of the plane take %s instead of %s. "
                        + "The test with %d tiles took %s: it is short because it reads %.1f %% of the tiles, at %s per "
                        + "tile where one thread needs %s for each of %d. %s",
                helps,
                speedUp,
                image.tiles(),
                Diagnosing.time(eight),
                Diagnosing.time(one),
                few.tiles(),
                Diagnosing.time(few.seconds()),
                100.0 * few.tiles() / Math.max(1, image.tiles()),
                Diagnosing.time(perTile(few)),
                Diagnosing.time(perTile(alone)),
                alone.tiles(),
                speedUp >= 1.2
                        ? "Read with several threads; nbscope czi benchmark finds how many."
                        : "nbscope czi profile says what they wait for.");
    }
}
