package nbscope.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nbscope.io.czi.profile.BenchmarkOptions;
import nbscope.io.czi.profile.BenchmarkOptions.Scope;
import nbscope.io.czi.profile.BenchmarkRow;
import nbscope.io.czi.profile.CziBenchmark;
import nbscope.io.czi.profile.CziValidation;
import nbscope.io.czi.profile.DownsamplingCost;
import nbscope.io.czi.profile.ProfileJson;
import org.jspecify.annotations.Nullable;

/// `czi benchmark FILE`: ways to read beside each other.
final class CziBenchmarkCommand {
    private static final String USAGE = "nbscope czi benchmark FILE.czi [--preset quick|medium|full | --quick] "
            + "[--max-tiles N] [--channel C] [--scene S] [--images N] [--threads-only] [--output F.json] [--json]";

    private CziBenchmarkCommand() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        CziArguments wanted = CziArguments.parse(
                arguments,
                USAGE,
                1,
                Set.of("--quick", "--threads-only"),
                CziArguments.plane("--max-tiles", "--preset", "--images", "--output"),
                err);
        BenchmarkOptions preset = preset(wanted);
        BenchmarkOptions options = new BenchmarkOptions(
                wanted.number("--max-tiles", preset.maxTiles()),
                wanted.number("--channel", 0),
                wanted.number("--scene"),
                wanted.has("--threads-only") && preset.scope() == Scope.ALL ? Scope.THREADS : preset.scope(),
                wanted.number("--images", 1));
        CziBenchmark benchmark;
        Path written;
        try (CziProgress progress = new CziProgress(err);
                Interruptible _ = new Interruptible()) {
            benchmark = CziBenchmark.run(wanted.file(), options, progress);
            @Nullable String output = wanted.option("--output");
            written = benchmark.write(output == null ? null : Path.of(output));
        }
        Path beside = wanted.file().toAbsolutePath().resolveSibling(String.valueOf(written.getFileName()));
        boolean moved =
                wanted.option("--output") == null && !written.toAbsolutePath().equals(beside);
        err.println(
                "nbscope: " + (moved ? beside + " cannot be written; the result lies in " : "written to ") + written);
        if (wanted.json()) {
            out.println(ProfileJson.text(benchmark));
        } else {
            print(benchmark, out);
        }
        return ExitStatus.GOOD;
    }

    private static BenchmarkOptions preset(CziArguments wanted) {
        @Nullable String name = wanted.has("--quick") ? "quick" : wanted.option("--preset");
        return switch (name) {
            case null -> BenchmarkOptions.medium();
            case "quick" -> BenchmarkOptions.quick();
            case "medium" -> BenchmarkOptions.medium();
            case "full" -> BenchmarkOptions.full();
            default -> throw Arguments.wrong("there is no preset " + name, USAGE);
        };
    }

    private static void print(CziBenchmark b, PrintStream out) {
        CziProfileCommand.row(out, "file", b.image().file());
        CziProfileCommand.row(
                out,
                "plane",
                b.image().width() + " x " + b.image().height() + " of "
                        + b.image().pixelType() + ", " + b.image().tiles() + " tiles, " + b.tiles()
                        + " of them measured");
        CziProfileCommand.row(
                out,
                "machine",
                b.system().cpus() + " processors, load "
                        + CziProfileCommand.decimal(b.system().load(), 1) + ", "
                        + b.system().fileSystem());
        out.println();
        out.printf(
                "%4s  %-27s %9s %9s %9s %9s %8s  %s%n",
                "rank", "configuration", "s", "warm s", "Mpx/s", "speed-up", "MiB", "");
        b.rows().stream()
                .filter(BenchmarkRow::measured)
                .sorted(Comparator.comparingInt(BenchmarkRow::rank))
                .forEach(row -> out.printf(
                        Locale.ROOT,
                        "%4d  %-27s %9.4f %9.4f %9.1f %9.2f %8s  %s%n",
                        row.rank(),
                        row.configuration().name(),
                        row.seconds(),
                        row.warmSeconds(),
                        row.megapixelsPerSecond(),
                        row.speedUp(),
                        row.peakBytes() < 0 ? "?" : Long.toString(row.peakBytes() >> 20),
                        row.configuration().name().equals(b.recommended())
                                ? "<- recommended"
                                : row.sameAreaPixels() ? "" : "fewer pixels"));
        out.println();
        for (BenchmarkRow row : b.rows()) {
            if (row.note() != null) {
                CziProfileCommand.row(out, row.configuration().name(), row.note());
            }
        }
        for (DownsamplingCost cost : b.downsampling()) {
            CziProfileCommand.row(
                    out,
                    "1/" + cost.factor() + " loses",
                    cost.note() != null
                            ? "not known: " + cost.note()
                            : String.format(
                                    Locale.ROOT,
                                    "RMS %.2f grey levels, %.3f of the standard deviation",
                                    cost.rms(),
                                    cost.relative()));
        }
        b.notOffered().forEach(why -> CziProfileCommand.row(out, "not offered", why));
        validation(b.validation(), out);
        CziProfileCommand.diagnosis(b.diagnosis(), out);
    }

    static void validation(CziValidation v, PrintStream out) {
        CziProfileCommand.row(
                out, "validation", v.width() + " x " + v.height() + " of " + v.pixelType() + ", SHA-256 " + v.sha256());
        CziProfileCommand.row(
                out,
                "",
                v.tiles() + " tiles, " + v.unreadable().size() + " unreadable, "
                        + CziProfileCommand.percent(v.uncovered()) + " of the plane without tiles, " + v.seamPixels()
                        + " wrong pixels, step across seams " + CziProfileCommand.decimal(v.seamStep(), 3)
                        + " of that beside them");
        CziProfileCommand.row(
                out,
                "",
                "Otsu's threshold " + CziProfileCommand.decimal(v.otsuThreshold(), 0) + ", area above it "
                        + CziProfileCommand.decimal(100 * v.otsuArea(), 3) + " %; memory at most "
                        + (v.peakBytes() < 0 ? "?" : v.peakBytes() >> 20) + " MiB, bound " + (v.memoryBound() >> 20)
                        + " MiB");
        v.unreadable().forEach(problem -> CziProfileCommand.row(out, "", problem));
        if (v.note() != null) {
            CziProfileCommand.row(out, "", v.note());
        }
    }
}
