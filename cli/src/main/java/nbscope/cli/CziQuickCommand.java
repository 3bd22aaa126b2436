package nbscope.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nbscope.io.czi.profile.CziQuick;
import nbscope.io.czi.profile.Pass;
import nbscope.io.czi.profile.ProfileJson;

/// `czi quick FILE`: 4 tiles by 4 threads, 100 by one, 100 by 8.
final class CziQuickCommand {
    private static final String USAGE =
            "nbscope czi quick FILE.czi [--max-tiles 100] [--channel C] [--scene S] [--json]";

    private CziQuickCommand() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        CziArguments wanted = CziArguments.parse(arguments, USAGE, 1, Set.of(), CziArguments.plane("--max-tiles"), err);
        int tiles = wanted.number("--max-tiles", 100);
        if (tiles < 1) {
            throw Arguments.wrong("--max-tiles is " + tiles + ", expected 1 or more", USAGE);
        }
        CziQuick quick;
        try (CziProgress progress = new CziProgress(err);
                Interruptible _ = new Interruptible()) {
            quick = CziQuick.run(
                    wanted.file(), tiles, wanted.number("--channel", 0), wanted.number("--scene"), progress);
        }
        if (wanted.json()) {
            out.println(ProfileJson.text(quick));
            return ExitStatus.GOOD;
        }
        out.printf("%-22s %6s %9s %12s %9s%n", "", "tiles", "s", "ms per tile", "Mpx/s");
        for (Pass pass : quick.passes()) {
            out.printf(
                    Locale.ROOT,
                    "%-22s %6d %9.4f %12.3f %9.1f%n",
                    pass.name(),
                    pass.tiles(),
                    pass.seconds(),
                    1e3 * pass.seconds() / Math.max(1, pass.tiles()),
                    pass.megapixelsPerSecond());
        }
        out.println();
        CziProfileCommand.row(out, "speed-up", CziProfileCommand.decimal(quick.speedUp(), 2) + " by 8 threads");
        CziProfileCommand.row(
                out,
                "estimate",
                CziProfileCommand.decimal(quick.estimateAlone(), 3) + " s for the plane by one thread, "
                        + CziProfileCommand.decimal(quick.estimateParallel(), 3) + " s by 8");
        CziProfileCommand.row(out, "advice", quick.recommendation());
        return ExitStatus.GOOD;
    }
}
