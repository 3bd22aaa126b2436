package nbscope.compute.internal;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import nbscope.compute.LoadProgress;

/// One line of text that grows while a stack is loaded: `loading  62 % [######....]  745 / 1200 MB`, and at
/// the end the time and the rate. Says nothing about a load of less than half a second. For one load at a time.
public final class ProgressBar implements LoadProgress {
    private static final long PATIENCE_NANOS = 500_000_000;
    private static final long REDRAW_NANOS = 100_000_000;
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final LongSupplier nanos;
    private long start;
    private long drawn;
    private boolean shown;
    private long done;
    private long total;

    /// @param nanos a clock
    public ProgressBar(PrintStream out, LongSupplier nanos) {
        this.out = out;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    @Override
    public void started() {
        start = nanos.getAsLong();
        shown = false;
    }

    @Override
    public void loaded(long doneBytes, long totalBytes) {
        done = doneBytes;
        total = totalBytes;
        long now = nanos.getAsLong();
        if (now - start < PATIENCE_NANOS || (shown && now - drawn < REDRAW_NANOS)) {
            return;
        }
        drawn = now;
        shown = true;
        draw("");
    }

    /// The last line stays, with the rate, and what is printed next starts on a new one.
    @Override
    public void ended() {
        if (!shown) {
            return;
        }
        double seconds = (nanos.getAsLong() - start) / 1e9;
        draw(String.format(Locale.ROOT, "  %.1f s, %.0f MB/s%n", seconds, done / 1e6 / seconds));
        shown = false;
    }

    private void draw(String end) {
        int percent = total == 0 ? 100 : (int) (100.0 * done / total);
        int full = WIDTH * percent / 100;
        out.print(String.format(
                Locale.ROOT,
                "\rloading %3d %% [%s%s]  %.0f / %.0f MB%s",
                percent,
                "#".repeat(full),
                ".".repeat(WIDTH - full),
                done / 1e6,
                total / 1e6,
                end));
        out.flush();
    }
}
