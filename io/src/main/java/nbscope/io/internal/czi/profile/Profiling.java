package nbscope.io.internal.czi.profile;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import nbscope.io.MalformedDataException;
import nbscope.io.czi.CziLevel;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.CziTile;
import nbscope.io.czi.profile.CziProfile;
import nbscope.io.czi.profile.Diagnosis;
import nbscope.io.czi.profile.ImageInfo;
import nbscope.io.czi.profile.OneTime;
import nbscope.io.czi.profile.Pass;
import nbscope.io.czi.profile.PhaseSummary;
import nbscope.io.czi.profile.ProfileOptions;
import nbscope.io.czi.profile.ProfileProgress;
import nbscope.io.czi.profile.SystemInfo;
import nbscope.io.czi.profile.TileTiming;
import nbscope.io.internal.czi.OpenCzi;
import nbscope.io.internal.czi.profile.Workload.Method;
import org.jspecify.annotations.Nullable;

/// Measures three passes over the tiles of a plane and has them diagnosed.
public final class Profiling {
    /// Tiles that are read before anything counts, so that Java has compiled what reads them.
    static final int WARM_UP = 8;

    private static final long WARM_UP_NANOS = 700_000_000L;
    private static final int WARM_UP_ROUNDS = 60;

    /// What a pass gave.
    private record Measured(Pass pass, Crew.Done done, double finalise) {}

    private final Path path;
    private final ProfileOptions options;
    private final ProfileProgress progress;
    private final Setting setting;

    private Profiling(Path path, ProfileOptions options, ProfileProgress progress, Setting setting) {
        this.path = path;
        this.options = options;
        this.progress = progress;
        this.setting = setting;
    }

    /// What tests may change about a measurement.
    ///
    /// @param method how tiles are asked for where nothing else is said
    /// @param access what stands between the measuring and the reader
    record Setting(Method method, UnaryOperator<TileAccess> access) {
        static final Setting USUAL = new Setting(Method.TILES, access -> access);
    }

    /// As [CziProfile#run].
    public static CziProfile run(Path path, ProfileOptions options, ProfileProgress progress) {
        return run(path, options, progress, Setting.USUAL);
    }

    static CziProfile run(Path path, ProfileOptions options, ProfileProgress progress, Setting setting) {
        return Cancelling.run(() -> new Profiling(path, options, progress, setting).run());
    }

    private CziProfile run() {
        List<String> notes = new ArrayList<>();
        warmUp();
        Measured cold = pass("cold", 1, true);
        Measured warm = pass("warm", 1, false);
        Measured parallel = pass("parallel", options.threads(), true);
        boolean dropped = Double.isNaN(cold.pass.cachedBefore()) || cold.pass.cachedBefore() < 0.5;
        Pass before = dropped ? cold.pass : warm.pass;
        if (!dropped) {
            notes.add("The system kept the file in memory although it was asked to forget it: the pass called cold "
                    + "was read from memory.");
        }
        double speedUp = before.seconds() / Math.max(1e-9, parallel.pass.seconds());
        try (OpenCzi file = open()) {
            long from = System.nanoTime();
            CziPlane plane = plane(options.channel(), options.scene());
            file.bounds(plane, 1);
            IntStream.range(0, file.tiles()).forEach(i -> file.tile(i).box());
            double boxes = (System.nanoTime() - from) / 1e9;
            file.metadata();
            ImageInfo image = image(path, file, plane);
            SystemInfo system = Machine.describe(path, file);
            OneTime once = oneTime(file, boxes, cold.finalise);
            if (cold.pass.tiles() < Math.min(options.maxTiles(), image.tiles())) {
                notes.add("Memory allows a mosaic of " + cold.pass.tiles() + " tiles; the others were left out.");
            }
            notes.add("Before the first pass tiles were read for up to " + WARM_UP_NANOS / 1_000_000
                    + " ms, so that Java had compiled the reader.");
            return result(image, system, once, cold, warm, parallel, speedUp, notes);
        }
    }

    private CziProfile result(
            ImageInfo image,
            SystemInfo system,
            OneTime once,
            Measured cold,
            Measured warm,
            Measured parallel,
            double speedUp,
            List<String> notes) {
        if (cold.done.tiles().isEmpty()) {
            throw new MalformedDataException(
                    path.toString(), -1, cold.done.unreadable().getFirst(), "a tile that can be measured");
        }
        List<PhaseSummary> phases = Passes.phases(cold.done.tiles());
        double perTile = cold.pass.seconds() / Math.max(1, cold.pass.tiles());
        double plane = once.total() + perTile * image.tiles();
        double file = once.total() + perTile * image.fileTiles();
        double threads = once.total() + parallel.pass.seconds() / Math.max(1, parallel.pass.tiles()) * image.tiles();
        Diagnosis diagnosis = new Diagnosing(
                        image, system, once, phases.getLast(), cold.pass, warm.pass, parallel.pass, speedUp)
                .ofProfile(plane, threads);
        List<TileTiming> all = cold.done.tiles();
        List<TileTiming> sampled = IntStream.range(0, all.size())
                .filter(i -> i % options.sampleEvery() == 0)
                .mapToObj(all::get)
                .toList();
        return new CziProfile(
                "nbscope-czi-profile 1",
                OffsetDateTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString(),
                options,
                system,
                image,
                notes,
                once,
                phases,
                cold.pass,
                warm.pass,
                parallel.pass,
                speedUp,
                plane,
                file,
                threads,
                diagnosis,
                sampled,
                parallel.done.tiles(),
                cold.done.unreadable());
    }

    private void warmUp() {
        try (OpenCzi file = open();
                Workload work = work(file, options.maxTiles())) {
            warmUp(work, work.pieces(setting.method));
        }
    }

    /// Compiling takes a few hundred tiles, however fast they are. Where they are fast, all are read once.
    static void warmUp(TileAccess access, List<Piece> pieces) {
        List<Piece> few = pieces.subList(0, Math.min(WARM_UP, pieces.size()));
        long begin = System.nanoTime();
        long last = begin;
        long round = 0;
        for (int i = 0; i < WARM_UP_ROUNDS && last - begin < WARM_UP_NANOS; i++) {
            Crew.alone(access, few, "warm-up", ProfileProgress.none());
            round = System.nanoTime() - last;
            last += round;
        }
        if (round * pieces.size() / few.size() < WARM_UP_NANOS) {
            Crew.alone(access, pieces, "warm-up", ProfileProgress.none());
        }
    }

    /// @param cold whether the page cache is emptied of the file before
    private Measured pass(String name, int threads, boolean cold) {
        try (OpenCzi file = open();
                Workload work = work(file, options.maxTiles())) {
            List<Piece> pieces = work.pieces(setting.method);
            if (cold) {
                // Only now: opening makes the system read ahead, often the whole of a small file.
                PageCache.drop(path);
            }
            double cached =
                    PageCache.resident(path, pieces.stream().map(Piece::offset).toList());
            TileAccess access = setting.access.apply(work);
            DiskCounters disk = DiskCounters.begin(path);
            Crew.Done done = threads == 1
                    ? Crew.alone(access, pieces, name, progress)
                    : Crew.together(access, pieces, threads, 1, name, progress);
            Pass pass = Passes.of(name, done, cached, disk.end());
            long last =
                    done.tiles().stream().mapToLong(TileTiming::endNanos).max().orElse(0);
            return new Measured(pass, done, Math.max(0, done.nanos() - last) / 1e9);
        }
    }

    private OpenCzi open() {
        return OpenCzi.open(path, CziOptions.defaults().threads(1));
    }

    private Workload work(OpenCzi file, int tiles) {
        return new Workload(file, plane(options.channel(), options.scene()), 1, tiles, Machine.mosaicBytes());
    }

    /// @param scene null for all
    static CziPlane plane(int channel, @Nullable Integer scene) {
        CziPlane plane = CziPlane.channel(channel);
        return scene == null ? plane : plane.scene(scene);
    }

    private static OneTime oneTime(OpenCzi file, double boxes, double finalise) {
        double open = file.counters().openNanos() / 1e9;
        double metadata = file.counters().metadataNanos() / 1e9;
        return new OneTime(
                open,
                file.counters().directoryNanos() / 1e9,
                metadata,
                boxes,
                finalise,
                open + metadata + boxes + finalise);
    }

    static ImageInfo image(Path path, OpenCzi file, CziPlane plane) {
        var box = file.bounds(plane, 1);
        int[] needed = file.needed(box, 1, plane);
        List<String> compressions = IntStream.of(needed)
                .mapToObj(row -> file.tile(row).compression().toString())
                .distinct()
                .sorted()
                .toList();
        return new ImageInfo(
                path.toString(),
                path.toFile().length(),
                file.dimensions().stream().map(d -> d.letter() + "=" + d.size()).toList(),
                box.x(),
                box.y(),
                box.width(),
                box.height(),
                needed.length,
                fullTiles(file),
                file.levels().stream().map(CziLevel::zoom).toList(),
                file.pixelType(plane).toString(),
                compressions);
    }

    /// Tiles of the full resolution, all planes.
    static int fullTiles(OpenCzi file) {
        return (int) IntStream.range(0, file.tiles())
                .mapToObj(file::tile)
                .filter(Profiling::isFull)
                .count();
    }

    private static boolean isFull(CziTile tile) {
        return tile.storedWidth() == tile.box().width()
                && tile.storedHeight() == tile.box().height();
    }
}
