package nbscope.kernel.tables;

import java.util.List;
import java.util.function.ToDoubleFunction;
import nbscope.io.czi.profile.BenchmarkRow;
import nbscope.io.czi.profile.CziBenchmark;
import nbscope.io.czi.profile.CziComparison;
import nbscope.io.czi.profile.CziLayout;
import nbscope.io.czi.profile.CziProfile;
import nbscope.io.czi.profile.CziValidation;
import nbscope.io.czi.profile.Diagnosis;
import nbscope.io.czi.profile.Finding;
import nbscope.io.czi.profile.Pass;
import nbscope.io.czi.profile.TileTiming;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Tables of what the CZI tools measure. Times are in milliseconds unless the column says otherwise.
public final class CziTables {
    private static final double MILLIS = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;

    private CziTables() {}

    /// Where the time of the first pass went: one row per phase.
    public static Table phases(CziProfile profile) {
        StringColumn name = StringColumn.create("phase");
        profile.phases().forEach(phase -> name.append(phase.name()));
        return Table.create(
                "phases",
                name,
                figures("mean (ms)", profile.phases(), phase -> MILLIS * phase.mean()),
                figures("median (ms)", profile.phases(), phase -> MILLIS * phase.median()),
                figures("95 % (ms)", profile.phases(), phase -> MILLIS * phase.p95()),
                figures("spread (ms)", profile.phases(), phase -> MILLIS * phase.spread()),
                figures("share (%)", profile.phases(), phase -> 100 * phase.share()));
    }

    /// The passes over the same tiles: cold, warm, with several threads.
    public static Table passes(CziProfile profile) {
        List<Pass> passes = List.of(profile.cold(), profile.warm(), profile.parallel());
        StringColumn name = StringColumn.create("pass");
        passes.forEach(pass -> name.append(pass.name()));
        return Table.create(
                "passes",
                name,
                figures("seconds", passes, Pass::seconds),
                figures("read (ms a tile)", passes, pass -> MILLIS * pass.readSeconds()),
                figures("stitch (ms a tile)", passes, pass -> MILLIS * pass.stitchSeconds()),
                figures("read (%)", passes, pass -> 100 * pass.readShare()),
                figures("Mpx/s", passes, Pass::megapixelsPerSecond),
                figures("decoded per tile", passes, Pass::decodedPerTile),
                figures("bytes read per payload byte", passes, Pass::bytesPerPayloadByte),
                figures("computing (%)", passes, pass -> 100 * pass.cpuShare()),
                figures("in the page cache before (%)", passes, pass -> 100 * pass.cachedBefore()));
    }

    /// Tiles one by one.
    public static Table tiles(List<TileTiming> tiles) {
        IntColumn index = IntColumn.create("tile");
        LongColumn offset = LongColumn.create("offset");
        LongColumn bytes = LongColumn.create("bytes");
        StringColumn thread = StringColumn.create("thread");
        tiles.forEach(tile -> {
            index.append(tile.index());
            offset.append(tile.offset());
            bytes.append(tile.bytes());
            thread.append(Integer.toString(tile.thread()));
        });
        return Table.create(
                "tiles",
                index,
                offset,
                bytes,
                thread,
                figures("begin (ms)", tiles, tile -> tile.startNanos() / NANOS_PER_MILLI),
                figures("end (ms)", tiles, tile -> tile.endNanos() / NANOS_PER_MILLI),
                figures("read (ms)", tiles, tile -> tile.readNanos() / NANOS_PER_MILLI),
                figures("from the file (ms)", tiles, tile -> tile.ioNanos() / NANOS_PER_MILLI),
                figures("decode (ms)", tiles, tile -> (tile.decompressNanos() + tile.unpackNanos()) / NANOS_PER_MILLI),
                figures("stitch (ms)", tiles, tile -> tile.stitchNanos() / NANOS_PER_MILLI));
    }

    /// The configurations that were measured, fastest first.
    public static Table ranking(CziBenchmark benchmark) {
        List<BenchmarkRow> rows = benchmark.rows().stream()
                .filter(BenchmarkRow::measured)
                .sorted((a, b) -> Integer.compare(a.rank(), b.rank()))
                .toList();
        IntColumn rank = IntColumn.create("rank");
        StringColumn name = StringColumn.create("configuration");
        StringColumn group = StringColumn.create("what varies");
        StringColumn whole = StringColumn.create("every pixel");
        rows.forEach(row -> {
            rank.append(row.rank());
            name.append(row.configuration().name());
            group.append(row.configuration().group());
            whole.append(row.sameAreaPixels() ? "yes" : "no");
        });
        return Table.create(
                "ranking",
                rank,
                name,
                group,
                figures("seconds", rows, BenchmarkRow::seconds),
                figures("warm (s)", rows, BenchmarkRow::warmSeconds),
                figures("speed-up", rows, BenchmarkRow::speedUp),
                figures("Mpx/s", rows, BenchmarkRow::megapixelsPerSecond),
                figures("memory (MB)", rows, row -> row.peakBytes() < 0 ? Double.NaN : row.peakBytes() / 1e6),
                figures("decoded per tile", rows, CziTables::decoded),
                whole);
    }

    private static double decoded(BenchmarkRow row) {
        Pass pass = row.pass();
        return pass == null ? Double.NaN : pass.decodedPerTile();
    }

    /// What a diagnosis rests on.
    public static Table findings(Diagnosis diagnosis) {
        StringColumn name = StringColumn.create("finding");
        StringColumn evidence = StringColumn.create("measured");
        StringColumn causes = StringColumn.create("may come from");
        StringColumn remedies = StringColumn.create("try");
        name.append("cause: " + diagnosis.cause());
        evidence.append(diagnosis.because());
        causes.append("");
        remedies.append(diagnosis.recommendation());
        for (Finding finding : diagnosis.findings()) {
            name.append(finding.name());
            evidence.append(finding.evidence());
            causes.append(String.join("; ", finding.causes()));
            remedies.append(String.join("; ", finding.remedies()));
        }
        return Table.create("diagnosis", name, evidence, causes, remedies);
    }

    /// The tiles of a plane.
    public static Table layout(CziLayout layout) {
        IntColumn order = IntColumn.create("order in the file");
        StringColumn m = StringColumn.create("M");
        LongColumn left = LongColumn.create("x");
        LongColumn right = LongColumn.create("right");
        LongColumn top = LongColumn.create("y");
        LongColumn bottom = LongColumn.create("bottom");
        for (CziLayout.Place tile : layout.tiles()) {
            order.append(tile.order());
            m.append(String.valueOf(tile.m()));
            left.append(tile.x());
            right.append(tile.x() + tile.width());
            top.append(tile.y());
            bottom.append(tile.y() + tile.height());
        }
        return Table.create("tile layout", order, m, left, right, top, bottom);
    }

    /// Two results beside each other.
    public static Table beforeAndAfter(CziComparison comparison) {
        StringColumn name = StringColumn.create("what");
        comparison.timings().forEach(timing -> name.append(timing.name()));
        return Table.create(
                "before and after",
                name,
                figures("before (s)", comparison.timings(), CziComparison.Timing::before),
                figures("after (s)", comparison.timings(), CziComparison.Timing::after),
                figures("gain", comparison.timings(), CziComparison.Timing::gain));
    }

    /// Whether the mosaics of two results are the same and whole.
    public static Table checks(CziComparison comparison) {
        StringColumn name = StringColumn.create("check");
        StringColumn before = StringColumn.create("before");
        StringColumn after = StringColumn.create("after");
        StringColumn good = StringColumn.create("good");
        for (CziComparison.Check check : comparison.checks()) {
            name.append(check.name());
            before.append(check.before());
            after.append(check.after());
            good.append(check.good() ? "yes" : "NO");
        }
        return Table.create("checks", name, before, after, good);
    }

    /// What a mosaic is.
    public static Table validation(CziValidation found) {
        StringColumn name = StringColumn.create("what");
        StringColumn value = StringColumn.create("found");
        row(name, value, "dimensions", found.width() + " x " + found.height() + " " + found.pixelType());
        row(name, value, "SHA-256 of the pixels", found.sha256());
        row(name, value, "tiles seen", Integer.toString(found.tiles()));
        row(
                name,
                value,
                "tiles that cannot be read",
                Integer.toString(found.unreadable().size()));
        row(name, value, "without a tile (%)", "%.2f".formatted(100 * found.uncovered()));
        row(name, value, "wrong pixels along seams", Long.toString(found.seamPixels()));
        row(name, value, "step across seams over beside them", "%.3f".formatted(found.seamStep()));
        row(name, value, "Otsu threshold", "%.1f".formatted(found.otsuThreshold()));
        row(name, value, "area above it (%)", "%.3f".formatted(100 * found.otsuArea()));
        return Table.create("the mosaic", name, value);
    }

    private static void row(StringColumn name, StringColumn value, String what, String found) {
        name.append(what);
        value.append(found);
    }

    private static <T> DoubleColumn figures(String name, List<T> rows, ToDoubleFunction<T> figure) {
        DoubleColumn column = DoubleColumn.create(name);
        rows.forEach(row -> column.append(rounded(figure.applyAsDouble(row))));
        return column;
    }

    /// To four digits: nobody measures more.
    private static double rounded(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        double scale = Math.pow(10, 3 - Math.floor(Math.log10(Math.abs(value))));
        return Math.rint(value * scale) / scale;
    }
}
