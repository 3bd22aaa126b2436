package nbscope.cli;

import java.io.PrintStream;
import java.util.Locale;

/// A line on standard error now and then: how far, how fast, how long still.
final class RunProgress {
    private static final long FIRST_NANOS = 3_000_000_000L;
    private static final long NEXT_NANOS = 2_000_000_000L;

    private final String name;
    private final PrintStream err;
    private final long start = System.nanoTime();
    private long next = start + FIRST_NANOS;

    RunProgress(String name, PrintStream err) {
        this.name = name;
        this.err = err;
    }

    /// @param part  0 to 1
    /// @param bytes read so far
    void show(double part, long bytes) {
        long now = System.nanoTime();
        if (now - next < 0) {
            return;
        }
        next = now + NEXT_NANOS;
        double seconds = (now - start) / 1e9;
        String left = part > 0.01 ? String.format(Locale.ROOT, ", %.0f s left", seconds * (1 - part) / part) : "";
        err.printf(
                Locale.ROOT,
                "nbscope %s: %.0f %%, %.0f MB, %.0f MB/s%s%n",
                name,
                100 * part,
                bytes / 1e6,
                bytes / 1e6 / seconds,
                left);
    }
}
