package nbscope.io.internal.czi.profile;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import nbscope.io.MalformedDataException;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.profile.BenchmarkOptions;
import nbscope.io.czi.profile.BenchmarkOptions.Scope;
import nbscope.io.czi.profile.BenchmarkRow;
import nbscope.io.czi.profile.Configuration;
import nbscope.io.czi.profile.CziBenchmark;
import nbscope.io.czi.profile.CziValidation;
import nbscope.io.czi.profile.Diagnosis;
import nbscope.io.czi.profile.DownsamplingCost;
import nbscope.io.czi.profile.ImageInfo;
import nbscope.io.czi.profile.OneTime;
import nbscope.io.czi.profile.Pass;
import nbscope.io.czi.profile.ProfileProgress;
import nbscope.io.czi.profile.SystemInfo;
import nbscope.io.internal.czi.OpenCzi;
import nbscope.io.internal.czi.profile.Profiling.Setting;
import nbscope.io.internal.czi.profile.Workload.Method;
import org.jspecify.annotations.Nullable;

/// Measures all configurations, ranks them and has the result diagnosed.
public final class Benchmarking {
    /// Ways whose times differ by less are equally fast.
    private static final double EQUAL = 1.05;

    private static final List<String> NOT_OFFERED = List.of(
            "Decoding on a GPU: zstd and JPEG-XR are decoded bit by bit in one long dependency per tile, and the pixels "
                    + "would travel to the device compressed and back decoded; no decoder of either for OpenCL is at "
                    + "hand.",
            "A lazy array per tile (Dask): nbscope.io.NdArray reads regions on demand without one.");

    private final Path path;
    private final BenchmarkOptions options;
    private final ProfileProgress progress;
    private final Setting setting;

    private Benchmarking(Path path, BenchmarkOptions options, ProfileProgress progress, Setting setting) {
        this.path = path;
        this.options = options;
        this.progress = progress;
        this.setting = setting;
    }

    /// As [CziBenchmark#run].
    public static CziBenchmark run(Path path, BenchmarkOptions options, ProfileProgress progress) {
        return run(path, options, progress, Setting.USUAL);
    }

    static CziBenchmark run(Path path, BenchmarkOptions options, ProfileProgress progress, Setting setting) {
        return Cancelling.run(() -> new Benchmarking(path, options, progress, setting).run());
    }

    private CziBenchmark run() {
        CziPlane plane = Profiling.plane(options.channel(), options.scene());
        try (OpenCzi file = OpenCzi.open(path, CziOptions.defaults().threads(1))) {
            List<Integer> tiles;
            long pixels;
            CziValidation validation;
            try (Workload work = new Workload(file, plane, 1, options.maxTiles(), Machine.mosaicBytes())) {
                tiles = work.tiles();
                List<Piece> pieces = work.pieces(setting.method());
                pixels = pieces.stream().mapToLong(Piece::pixels).sum();
                Profiling.warmUp(work, pieces);
                validation = Validating.of(file, plane, work.region(), part(file, plane, work));
            }
            List<BenchmarkRow> measured =
                    rows(file, tiles, pixels, validation.unreadable().size());
            if (!measured.getFirst().measured()) {
                throw new MalformedDataException(
                        path.toString(), -1, "" + measured.getFirst().note(), "a tile that can be measured");
            }
            List<BenchmarkRow> rows = rank(measured);
            ImageInfo image = Profiling.image(path, file, plane);
            SystemInfo system = Machine.describe(path, file);
            return result(file, image, system, tiles.size(), rows, validation, plane);
        }
    }

    private static @Nullable String part(OpenCzi file, CziPlane plane, Workload work) {
        return work.region().equals(file.bounds(plane, 1))
                ? null
                : "only the region of the measured tiles was looked at: " + work.region();
    }

    private List<BenchmarkRow> rows(OpenCzi file, List<Integer> tiles, long pixels, int damaged) {
        Measuring measuring = new Measuring(options, progress, setting, pixels, damaged);
        List<BenchmarkRow> rows = new ArrayList<>();
        String shape = setting.method() == Method.TILES ? "tile" : "region";
        for (Configuration c : Configurations.of(options.scope(), shape)) {
            if (c.processes() > 1) {
                rows.add(ChildProcesses.measure(path, options, c, tiles.size(), pixels, progress));
            } else if (!c.copy().equals("none")) {
                rows.add(new Copies(path, file, tiles, measuring).measure(c));
            } else {
                rows.add(measuring.row(path, c, 0, null));
            }
        }
        if (options.scope() == Scope.ALL) {
            rows.add(PythonReader.measure(path, options, file, tiles, pixels));
        }
        return rows;
    }

    private List<BenchmarkRow> rank(List<BenchmarkRow> rows) {
        BenchmarkRow first = rows.getFirst();
        List<BenchmarkRow> order = rows.stream()
                .filter(BenchmarkRow::measured)
                .sorted(Comparator.comparingDouble(BenchmarkRow::seconds))
                .toList();
        return rows.stream()
                .map(row -> breakEven(row, first))
                .map(row -> row.ranked(place(order, row), row.measured() ? first.seconds() / row.seconds() : 0))
                .toList();
    }

    private static int place(List<BenchmarkRow> order, BenchmarkRow row) {
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).configuration().equals(row.configuration())) {
                return i + 1;
            }
        }
        return 0;
    }

    /// How often a file must be read until what was spent on it before has paid.
    private BenchmarkRow breakEven(BenchmarkRow row, BenchmarkRow first) {
        if (!row.measured() || row.preparationSeconds() == 0) {
            return row;
        }
        double scale = (double) first.tiles().size() / Math.max(1, row.tiles().size());
        double gain = first.seconds() - row.seconds() * scale;
        long reads = gain <= 0 ? -1 : (long) Math.ceil(row.preparationSeconds() / gain);
        String images = String.format(
                Locale.ROOT,
                "For %d image%s preparing takes %s, and %s",
                options.images(),
                options.images() == 1 ? "" : "s",
                Diagnosing.time(row.preparationSeconds() * options.images()),
                reads < 0
                        ? "never pays: reading is not faster"
                        : "each reading of all of them then takes " + Diagnosing.time(gain * options.images())
                                + " less: it pays from reading number " + reads + " on");
        return new BenchmarkRow(
                row.configuration(),
                row.rank(),
                row.seconds(),
                row.warmSeconds(),
                row.speedUp(),
                row.megapixelsPerSecond(),
                row.peakBytes(),
                row.sameAreaPixels(),
                row.preparationSeconds(),
                reads,
                (row.note() == null ? "" : row.note() + " ") + images + ".",
                row.pass(),
                row.tiles());
    }

    /// The fastest of those that any program can use on the file as it is; of equals the simplest, which stands
    /// first.
    static BenchmarkRow fastest(List<BenchmarkRow> rows) {
        List<BenchmarkRow> fit = rows.stream()
                .filter(BenchmarkRow::measured)
                .filter(BenchmarkRow::sameAreaPixels)
                .filter(row -> row.configuration().copy().equals("none")
                        && !row.configuration().group().equals("peer"))
                .toList();
        double best = fit.stream().mapToDouble(BenchmarkRow::seconds).min().orElse(0);
        return fit.stream()
                .filter(row -> row.seconds() <= best * EQUAL)
                .findFirst()
                .orElseThrow();
    }

    /// Once more, now that Java has compiled it.
    private OneTime opening() {
        try (OpenCzi again = OpenCzi.open(path, CziOptions.defaults())) {
            double open = again.counters().openNanos() / 1e9;
            return new OneTime(open, again.counters().directoryNanos() / 1e9, 0, 0, 0, open);
        }
    }

    private CziBenchmark result(
            OpenCzi file,
            ImageInfo image,
            SystemInfo system,
            int tiles,
            List<BenchmarkRow> rows,
            CziValidation validation,
            CziPlane plane) {
        BenchmarkRow best = fastest(rows);
        BenchmarkRow first = rows.getFirst();
        double perTile = best.seconds() / Math.max(1, tiles);
        OneTime once = opening();
        BenchmarkRow threads = rows.stream()
                .filter(row -> row.configuration().name().equals("threads-4"))
                .findFirst()
                .orElse(first);
        Pass one = Objects.requireNonNull(first.pass());
        var tile = Passes.phases(first.tiles()).getLast();
        Diagnosing diagnosing = new Diagnosing(
                image, system, once, tile, one, one, Objects.requireNonNull(threads.pass()), threads.speedUp());
        double expected = once.total() + perTile * image.tiles();
        Diagnosis diagnosis = diagnosing.diagnosis(
                RowFindings.of(rows, image), RowFindings.recommendation(best, rows, expected, first, image));
        List<DownsamplingCost> costs =
                options.scope() == Scope.QUICK ? List.of() : Downsampling.costs(file, plane, validation);
        return new CziBenchmark(
                "nbscope-czi-benchmark 1",
                OffsetDateTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString(),
                options,
                system,
                image,
                tiles,
                rows,
                costs,
                NOT_OFFERED,
                validation,
                best.configuration().name(),
                expected,
                once.total() + perTile * image.fileTiles(),
                diagnosis);
    }
}
