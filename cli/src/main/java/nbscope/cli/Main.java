package nbscope.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// `java -cp 'build/lib/*' nbscope.cli.Main COMMAND`: what the `nbscope` script leaves to Java.
///
/// Exit codes: 0 fine, 1 the command failed (one sentence on stderr, no stack trace), 2 wrong use. `info`,
/// `verify`, `layout`, `convert` and `analyze` end with 2 for a file that is missing, broken or unsupported and 64 for
/// wrong use.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            return dispatch(arguments, out, err);
        } catch (UsageException wrong) {
            err.println("nbscope: " + wrong.getMessage());
            return 2;
        } catch (IOException | RuntimeException failed) {
            err.println("nbscope: " + sentence(failed));
            return 1;
        }
    }

    private static int dispatch(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        return switch (command) {
            case "doctor" -> Doctor.print(out);
            case "kernel" -> KernelCommand.run(rest, out);
            case "info" -> FileCommand.guarded(Info::run, rest, out, err);
            case "layout" -> FileCommand.guarded(LayoutCommand::run, rest, out, err);
            case "convert" -> FileCommand.guarded(Convert::run, rest, out, err);
            case "verify" -> FileCommand.guarded(Verify::run, rest, out, err);
            case "analyze" -> FileCommand.guarded(Analyze::run, rest, out, err);
            case "czi" -> FileCommand.guarded(CziCommand::run, rest, out, err);
            default ->
                throw new UsageException(
                        "commands are: doctor, kernel install, info, verify, layout, convert, analyze, czi");
        };
    }

    private static String sentence(Throwable failed) {
        String message = failed.getMessage();
        return message == null || message.isBlank() ? failed.getClass().getSimpleName() : message;
    }
}
