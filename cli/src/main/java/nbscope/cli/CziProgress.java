package nbscope.cli;

import java.io.Console;
import java.io.PrintStream;
import nbscope.io.czi.profile.ProfileProgress;

/// A bar on standard error: drawn over itself on a terminal, else a line now and then.
final class CziProgress implements ProfileProgress, AutoCloseable {
    private static final int WIDTH = 30;
    private static final long TERMINAL_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 3_000_000_000L;

    private final PrintStream err;
    private final boolean terminal;
    private final long step;
    private long next;
    private boolean drawn;

    CziProgress(PrintStream err) {
        this.err = err;
        terminal = terminal();
        step = terminal ? TERMINAL_NANOS : LINE_NANOS;
        next = System.nanoTime() + step;
    }

    @SuppressWarnings("SystemConsoleNull") // another check still takes it for null
    private static boolean terminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public synchronized void accept(String what, long done, long total) {
        long now = System.nanoTime();
        if (now - next < 0) {
            return;
        }
        next = now + step;
        int full = total == 0 ? WIDTH : (int) (WIDTH * done / total);
        String bar = "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + done + " of " + total + "  " + what;
        if (terminal) {
            err.print("\r" + bar + " ".repeat(Math.max(0, 70 - bar.length())));
            drawn = true;
        } else {
            err.println("nbscope czi: " + bar);
        }
    }

    @Override
    public synchronized void close() {
        if (drawn) {
            err.print("\r" + " ".repeat(78) + "\r");
        }
        err.flush();
    }
}
