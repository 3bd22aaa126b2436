package nbscope.io.internal.czi.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import nbscope.io.czi.CziAccess;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.profile.BenchmarkOptions;
import nbscope.io.czi.profile.BenchmarkRow;
import nbscope.io.czi.profile.Configuration;
import nbscope.io.czi.profile.Pass;
import nbscope.io.czi.profile.ProfileProgress;
import nbscope.io.internal.czi.OpenCzi;
import nbscope.io.internal.czi.profile.Profiling.Setting;
import nbscope.io.internal.czi.profile.Workload.Method;
import org.jspecify.annotations.Nullable;

/// Measures one configuration in this process: once with the page cache emptied of the file, once again.
///
/// @param pixels  of the full resolution that `sequential` gives; 0 as long as that is not known
/// @param damaged tiles that nobody can read
record Measuring(BenchmarkOptions options, ProfileProgress progress, Setting setting, long pixels, int damaged) {
    private static final int ROUNDS = 3;
    private static final long SHORT_NANOS = 500_000_000L;

    /// A row that says why there is no time.
    static BenchmarkRow without(Configuration configuration, String why) {
        return new BenchmarkRow(configuration, 0, Double.NaN, Double.NaN, 0, 0, -1, false, 0, 0, why, null, List.of());
    }

    /// @param file        the one to read, perhaps a copy
    /// @param preparation seconds that making it took
    BenchmarkRow row(Path file, Configuration c, double preparation, @Nullable String note) {
        CziPlane plane = Profiling.plane(options.channel(), options.scene());
        CziOptions how = CziOptions.defaults().threads(1).access(CziAccess.valueOf(c.access()));
        try (OpenCzi open = OpenCzi.open(file, how)) {
            if (c.zoom() < 1 && open.levels().stream().noneMatch(l -> Math.abs(l.zoom() / c.zoom() - 1) < 1e-3)) {
                return without(
                        c,
                        "no pyramid: the file stores no level of zoom " + c.zoom()
                                + ", so every tile would be read all the same and pixels be thrown away");
            }
            try (Workload work = new Workload(open, plane, c.zoom(), tiles(c), Machine.mosaicBytes())) {
                return measure(file, c, work, preparation, note);
            }
        }
    }

    /// Reads a copy as OME-Zarr by the boxes of the tiles.
    BenchmarkRow zarr(Configuration c, ZarrCopy copy, OpenCzi file, List<Integer> tiles, double preparation) {
        List<Piece> pieces =
                tiles.stream().map(row -> Workload.region(file.tile(row))).toList();
        Crew.alone(copy, pieces, c.name(), ProfileProgress.none());
        List<Crew.Done> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            copy.drop();
            rounds.add(Crew.alone(copy, pieces, c.name(), progress));
        }
        rounds.sort(Comparator.comparingLong(Crew.Done::nanos));
        Crew.Done cold = rounds.get(ROUNDS / 2);
        Crew.Done warm = Crew.alone(copy, pieces, c.name(), progress);
        return new BenchmarkRow(
                c,
                0,
                cold.seconds(),
                warm.seconds(),
                0,
                pixels / 1e6 / cold.seconds(),
                Machine.peakBytes(),
                true,
                preparation,
                0,
                "The measured tiles were converted, with pyramid; the time is that of the whole file. Each tile's box is "
                        + "read by one thread.",
                null,
                cold.tiles());
    }

    /// A level of a pyramid has fewer tiles for the same area.
    private int tiles(Configuration c) {
        return c.zoom() == 1 ? options.maxTiles() : Math.max(1, (int) (options.maxTiles() * c.zoom() * c.zoom()));
    }

    private BenchmarkRow measure(Path file, Configuration c, Workload work, double preparation, @Nullable String note) {
        List<Piece> pieces = pieces(c, work);
        Machine.resetPeak();
        Timed cold = cold(file, c, work, pieces);
        long peak = Machine.peakBytes();
        Timed warm = pass(file, c, work, pieces, false);
        int left = cold.done.unreadable().size();
        if (cold.done.tiles().isEmpty()) {
            return without(c, cold.done.unreadable().getFirst());
        }
        double scale = 1 / (c.zoom() * c.zoom());
        double area = pieces.stream().mapToLong(Piece::pixels).sum() * scale;
        // A level covers the same area with other tiles: its time is brought to the area of the others.
        double share = c.zoom() == 1 || pixels == 0 ? 1 : pixels / area;
        double seconds = cold.done.seconds() * share;
        return new BenchmarkRow(
                c,
                0,
                seconds,
                warm.done.seconds() * share,
                0,
                (pixels == 0 ? area : pixels) / 1e6 / seconds,
                peak,
                c.zoom() == 1 && left <= damaged,
                preparation,
                0,
                left == 0
                        ? note
                        : said(note) + left + " of " + pieces.size() + " reads met a damaged tile and are left "
                                + "out; the first: " + cold.done.unreadable().getFirst(),
                cold.pass,
                cold.done.tiles());
    }

    private static String said(@Nullable String note) {
        return note == null ? "" : note + " ";
    }

    /// The middle one of three where they are short: single ones say little.
    private Timed cold(Path file, Configuration c, Workload work, List<Piece> pieces) {
        List<Timed> rounds = new ArrayList<>(List.of(pass(file, c, work, pieces, true)));
        while (rounds.size() < ROUNDS && rounds.getFirst().done.nanos() < SHORT_NANOS) {
            rounds.add(pass(file, c, work, pieces, true));
        }
        rounds.sort(Comparator.comparingLong(timed -> timed.done.nanos()));
        return rounds.get(rounds.size() / 2);
    }

    private record Timed(Pass pass, Crew.Done done) {}

    private Timed pass(Path file, Configuration c, Workload work, List<Piece> pieces, boolean cold) {
        if (cold) {
            PageCache.drop(file);
        }
        double cached =
                PageCache.resident(file, pieces.stream().map(Piece::offset).toList());
        DiskCounters disk = DiskCounters.begin(file);
        Crew.Done done = crew(file, c, setting.access().apply(work), pieces);
        return new Timed(Passes.of(c.name(), done, cached, disk.end()), done);
    }

    private Crew.Done crew(Path file, Configuration c, TileAccess access, List<Piece> pieces) {
        if (c.readAhead()) {
            try (ReadAhead ahead = new ReadAhead(access, file, pieces)) {
                return crew(c, ahead, pieces);
            }
        }
        return crew(c, access, pieces);
    }

    private Crew.Done crew(Configuration c, TileAccess access, List<Piece> pieces) {
        return c.threads() == 0
                ? Crew.alone(access, pieces, c.name(), progress)
                : Crew.together(access, pieces, c.threads(), c.batch(), c.name(), progress);
    }

    private static List<Piece> pieces(Configuration c, Workload work) {
        List<Piece> pieces = switch (c.shape()) {
            case "2x2" -> work.groups(2);
            case "3x3" -> work.groups(3);
            case "region" -> work.pieces(Method.REGIONS);
            default -> work.pieces(Method.TILES);
        };
        return switch (c.order()) {
            case "spatial" -> Workload.inSpace(pieces);
            case "directory" ->
                pieces.stream().sorted(Comparator.comparingInt(Piece::first)).toList();
            default -> pieces;
        };
    }
}
