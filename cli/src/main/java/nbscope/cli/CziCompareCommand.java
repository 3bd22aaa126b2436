package nbscope.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nbscope.io.czi.profile.CziComparison;
import nbscope.io.czi.profile.CziComparison.Check;
import nbscope.io.czi.profile.CziComparison.Timing;
import nbscope.io.czi.profile.CziValidation;
import nbscope.io.czi.profile.ProfileJson;

/// `czi compare A.json B.json` and `czi verify-mosaic FILE`: whether all is still right after a change.
final class CziCompareCommand {
    private static final String USAGE = "nbscope czi compare A.json B.json [--json]";
    private static final String VERIFY = "nbscope czi verify-mosaic FILE.czi [--channel C] [--scene S] [--json]";

    private CziCompareCommand() {}

    /// @return 1 when a check fails
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        CziArguments wanted = CziArguments.parse(arguments, USAGE, 2, Set.of(), Set.of(), err);
        Path before = wanted.files().getFirst();
        Path after = wanted.files().getLast();
        CziComparison found;
        try (Interruptible _ = new Interruptible()) {
            found = CziComparison.of(before, after);
        }
        if (wanted.json()) {
            out.println(ProfileJson.text(found));
        } else {
            print(found, out);
        }
        return found.good() ? ExitStatus.GOOD : ExitStatus.FAILED;
    }

    private static void print(CziComparison found, PrintStream out) {
        out.printf("%-28s %12s %12s %8s%n", "", "before, ms", "after, ms", "gain");
        for (Timing t : found.timings()) {
            out.printf(
                    Locale.ROOT, "%-28s %12.4f %12.4f %8.2f%n", t.name(), 1e3 * t.before(), 1e3 * t.after(), t.gain());
        }
        out.println();
        for (Check c : found.checks()) {
            boolean same = c.before().equals(c.after());
            CziProfileCommand.row(
                    out,
                    (c.good() ? "[x] " : "[ ] ") + c.name(),
                    same ? c.before() : c.before() + " before, " + c.after() + " after");
        }
    }

    /// @return 1 when the mosaic is not whole
    static int verify(List<String> arguments, PrintStream out, PrintStream err) {
        CziArguments wanted = CziArguments.parse(arguments, VERIFY, 1, Set.of(), CziArguments.PLANE, err);
        CziValidation found;
        try (Interruptible _ = new Interruptible()) {
            found = CziValidation.of(wanted.file(), wanted.number("--channel", 0), wanted.number("--scene"));
        }
        if (wanted.json()) {
            out.println(ProfileJson.text(found));
        } else {
            CziBenchmarkCommand.validation(found, out);
        }
        return found.unreadable().isEmpty() && found.seamPixels() == 0 ? ExitStatus.GOOD : ExitStatus.FAILED;
    }
}
