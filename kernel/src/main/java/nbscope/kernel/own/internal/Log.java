package nbscope.kernel.own.internal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The kernel's own voice: the terminal of the Jupyter server, never a cell's output.
final class Log {
    // FileDescriptor.err, not System.err: the latter belongs to the cells
    private static final PrintStream TERMINAL =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    private Log() {}

    static void warn(String sentence) {
        TERMINAL.println("nbscope kernel: " + sentence);
    }

    static void failure(String what, Throwable cause) {
        TERMINAL.println("nbscope kernel: " + what + ": " + cause);
        cause.printStackTrace(TERMINAL);
    }
}
