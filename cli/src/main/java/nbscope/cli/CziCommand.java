package nbscope.cli;

import java.io.PrintStream;
import java.util.List;

/// `nbscope czi profile|benchmark|quick|layout|compare`, and without a word the guided mode: why is my CZI
/// file slow?
final class CziCommand {
    static final String USAGE =
            "nbscope czi profile|benchmark|quick|layout FILE.czi, nbscope czi compare A.json B.json, "
                    + "or nbscope czi for questions and answers";

    private CziCommand() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        try {
            return switch (command) {
                case "profile" -> CziProfileCommand.run(rest, out, err);
                case "benchmark" -> CziBenchmarkCommand.run(rest, out, err);
                default -> throw Arguments.wrong("there is no command czi " + command, USAGE);
            };
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
    }
}
