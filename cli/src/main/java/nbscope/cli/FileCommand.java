package nbscope.cli;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;

/// What the commands on files share: their exit statuses, and that standard output gets the answer and nothing else.
@FunctionalInterface
interface FileCommand {
    /// @return the exit status
    int run(List<String> arguments, PrintStream out, PrintStream err);

    /// Runs a command; what it throws becomes a sentence and a status.
    static int guarded(FileCommand command, List<String> arguments, PrintStream out, PrintStream err) {
        try {
            return command.run(arguments, out, err);
        } catch (UsageException wrong) {
            err.println("nbscope: " + wrong.getMessage());
            return ExitStatus.USAGE;
        } catch (UncheckedIOException | MalformedDataException | UnsupportedDataException unreadable) {
            err.println("nbscope: " + unreadable.getMessage());
            return ExitStatus.UNREADABLE;
        } catch (CancellationException interrupted) {
            err.println("nbscope: interrupted");
            return ExitStatus.FAILED;
        }
    }
}
