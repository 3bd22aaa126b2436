package nbscope.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nbscope.io.czi.profile.CziProfile;
import nbscope.io.czi.profile.Diagnosis;
import nbscope.io.czi.profile.Finding;
import nbscope.io.czi.profile.Pass;
import nbscope.io.czi.profile.PhaseSummary;
import nbscope.io.czi.profile.ProfileJson;
import nbscope.io.czi.profile.ProfileOptions;
import nbscope.io.czi.profile.SystemInfo;
import org.jspecify.annotations.Nullable;

/// `czi profile FILE`: where the time goes, and what to do about it.
final class CziProfileCommand {
    private static final String USAGE =
            "nbscope czi profile FILE.czi [--preset quick|standard|detailed] [--max-tiles N] "
                    + "[--channel C] [--scene S] [--sample-every 10] [--threads 4] [--output F.json] [--json]";

    private CziProfileCommand() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        CziArguments wanted = CziArguments.parse(
                arguments,
                USAGE,
                1,
                Set.of(),
                CziArguments.plane("--max-tiles", "--preset", "--sample-every", "--threads", "--output"),
                err);
        ProfileOptions preset = preset(wanted.option("--preset"));
        ProfileOptions options = new ProfileOptions(
                wanted.number("--max-tiles", preset.maxTiles()),
                wanted.number("--channel", 0),
                wanted.number("--scene"),
                wanted.number("--sample-every", preset.sampleEvery()),
                wanted.number("--threads", preset.threads()));
        CziProfile profile;
        try (CziProgress progress = new CziProgress(err);
                Interruptible _ = new Interruptible()) {
            profile = CziProfile.run(wanted.file(), options, progress);
        }
        @Nullable String output = wanted.option("--output");
        if (output != null) {
            ProfileJson.write(Path.of(output), profile);
            err.println("nbscope: written to " + output);
        }
        if (wanted.json()) {
            out.println(ProfileJson.text(profile));
        } else {
            print(profile, out);
        }
        return ExitStatus.GOOD;
    }

    private static ProfileOptions preset(@Nullable String name) {
        return switch (name) {
            case null -> ProfileOptions.standard();
            case "quick" -> ProfileOptions.quick();
            case "standard" -> ProfileOptions.standard();
            case "detailed" -> ProfileOptions.detailed();
            default -> throw Arguments.wrong("there is no preset " + name, USAGE);
        };
    }

    private static void print(CziProfile p, PrintStream out) {
        SystemInfo system = p.system();
        row(out, "file", p.image().file());
        row(
                out,
                "plane",
                p.image().width() + " x " + p.image().height() + " of "
                        + p.image().pixelType() + ", "
                        + p.image().tiles() + " tiles (" + p.image().fileTiles() + " in the file), "
                        + String.join(", ", p.image().compression()));
        row(
                out,
                "machine",
                system.cpus() + " processors, load " + decimal(system.load(), 1) + ", "
                        + decimal(system.memoryBytes() / 1e9, 0) + " GB, " + system.fileSystem()
                        + (system.network() ? " (network)" : "") + ", read " + system.access());
        p.notes().forEach(note -> row(out, "note", note));
        p.unreadable().forEach(problem -> row(out, "damaged", problem));
        out.println();
        out.println("Once, ms: open " + ms(p.oneTime().open()) + " (directory "
                + ms(p.oneTime().directory())
                + "), metadata " + ms(p.oneTime().metadata()) + ", bounding boxes "
                + ms(p.oneTime().boxes())
                + ", finalise " + ms(p.oneTime().finalise()));
        out.println();
        phases(p, out);
        out.println();
        passes(p, out);
        out.println();
        row(out, "speed-up", decimal(p.speedUp(), 2) + " by " + p.parallel().threads() + " threads");
        row(
                out,
                "estimate",
                decimal(p.estimatePlane(), 3) + " s for the plane and " + decimal(p.estimateFile(), 3)
                        + " s for all planes by one thread, " + decimal(p.estimateParallel(), 3)
                        + " s for the plane by "
                        + p.parallel().threads());
        diagnosis(p.diagnosis(), out);
    }

    private static void phases(CziProfile p, PrintStream out) {
        out.printf(
                "%-11s %9s %9s %9s %9s %9s %7s   ms per tile, of %d tiles, one thread%n",
                "phase",
                "mean",
                "median",
                "p95",
                "spread",
                "max",
                "share",
                p.cold().tiles());
        for (PhaseSummary phase : p.phases()) {
            out.printf(
                    Locale.ROOT,
                    "%-11s %9s %9s %9s %9s %9s %6.1f%%%n",
                    phase.name(),
                    ms(phase.mean()),
                    ms(phase.median()),
                    ms(phase.p95()),
                    ms(phase.spread()),
                    ms(phase.max()),
                    100 * phase.share());
        }
        if (p.phases().stream().anyMatch(f -> f.name().equals("stitch") && f.mean() == 0)) {
            out.println(
                    "stitch is 0: these tiles are unpacked straight into the mosaic, so that both count as unpack.");
        }
    }

    private static void passes(CziProfile p, PrintStream out) {
        out.printf(
                "%-10s %7s %7s %8s %9s %9s %8s %8s %7s %7s %7s %7s %7s %8s %7s%n",
                "pass",
                "threads",
                "cached",
                "s",
                "read ms",
                "stitch ms",
                "Mpx/s",
                "dec/tile",
                "B/B",
                "cpu",
                "wait",
                "disk%",
                "await",
                "reads/s",
                "calls");
        for (Pass pass : List.of(p.cold(), p.warm(), p.parallel())) {
            out.printf(
                    Locale.ROOT,
                    "%-10s %7d %7s %8.3f %9s %9s %8.0f %8.2f %7.3f %7s %7s %7s %7s %8s %7s%n",
                    pass.name(),
                    pass.threads(),
                    percent(pass.cachedBefore()),
                    pass.seconds(),
                    ms(pass.readSeconds()),
                    ms(pass.stitchSeconds()),
                    pass.megapixelsPerSecond(),
                    pass.decodedPerTile(),
                    pass.bytesPerPayloadByte(),
                    percent(pass.cpuShare()),
                    percent(pass.blockedShare()),
                    decimal(pass.disk().utilisation(), 0),
                    decimal(pass.disk().waitMillis(), 1),
                    decimal(pass.disk().readsPerSecond(), 0),
                    pass.disk().readCalls() < 0
                            ? "?"
                            : Long.toString(pass.disk().readCalls()));
        }
    }

    static void diagnosis(Diagnosis d, PrintStream out) {
        row(
                out,
                "classes",
                "read " + d.read() + ", stitch " + d.stitch() + ", speed-up " + d.speedUp() + ", throughput "
                        + d.throughput() + "; overall " + d.overall());
        row(out, "diagnosis", d.cause().name().replace('_', ' ') + ": " + d.because());
        for (Finding finding : d.findings()) {
            row(out, "finding", finding.name() + ": " + finding.evidence() + ".");
            finding.causes().forEach(cause -> out.println("             may come from: " + cause));
            finding.remedies().forEach(remedy -> out.println("             try: " + remedy));
        }
        row(out, "advice", d.recommendation());
    }

    static void row(PrintStream out, String name, String value) {
        out.printf("%-12s %s%n", name, value);
    }

    static String ms(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds * 1e3);
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "?" : String.format(Locale.ROOT, "%.0f%%", share * 100);
    }

    static String decimal(double value, int digits) {
        return Double.isNaN(value) ? "?" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
