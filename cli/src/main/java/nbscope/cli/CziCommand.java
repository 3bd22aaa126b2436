package nbscope.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `nbscope czi profile|benchmark|quick|layout|compare|verify-mosaic`, and without a word the guided mode: why is my
/// CZI
/// file slow?
final class CziCommand {
    static final String USAGE = "nbscope czi profile|benchmark|quick|layout|verify-mosaic FILE.czi, "
            + "nbscope czi compare A.json B.json, or nbscope czi for questions and answers";

    private CziCommand() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        List<String> typed = arguments.isEmpty()
                ? new CziGuide(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), err).ask()
                : arguments;
        String command = typed.getFirst();
        List<String> rest = typed.subList(1, typed.size());
        try {
            return switch (command) {
                case "profile" -> CziProfileCommand.run(rest, out, err);
                case "benchmark" -> CziBenchmarkCommand.run(rest, out, err);
                case "quick" -> CziQuickCommand.run(rest, out, err);
                case "layout" -> CziLayoutCommand.run(rest, out, err);
                case "compare" -> CziCompareCommand.run(rest, out, err);
                case "verify-mosaic" -> CziCompareCommand.verify(rest, out, err);
                default -> throw Arguments.wrong("there is no command czi " + command, USAGE);
            };
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
    }
}
