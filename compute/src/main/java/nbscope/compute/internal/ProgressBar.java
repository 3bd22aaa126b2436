package nbscope.compute.internal;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import nbscope.compute.LoadProgress;
import nbscope.compute.Progress;
import nbscope.compute.ProgressMeter;

/// One line of text that grows while data is read:
/// `loading [######....] 62 %, 745 of 1200 MB, 812 MB/s, about 12 s left`, and at the end the time and the
/// rate. Says nothing about less than half a second. For one load or run at a time.
public final class ProgressBar implements LoadProgress {
    private static final double PATIENCE_SECONDS = 0.5;
    private static final double REDRAW_SECONDS = 0.1;
    private static final int WIDTH = 30;

    private final String doing;
    private final PrintStream out;
    private final ProgressMeter meter;
    private double drawn;
    private int longest;
    private long done;
    private long total;

    /// @param doing what stands before the bar
    /// @param nanos a clock
    public ProgressBar(String doing, PrintStream out, LongSupplier nanos) {
        this.doing = doing;
        this.out = out;
        this.meter = new ProgressMeter(nanos);
    }

    @Override
    public void started() {
        meter.restart();
        drawn = 0;
        longest = 0;
        done = 0;
        total = 0;
    }

    @Override
    public void loaded(long doneBytes, long totalBytes) {
        done = doneBytes;
        total = totalBytes;
        Progress now = meter.at(doneBytes, totalBytes);
        if (now.seconds() < PATIENCE_SECONDS || (drawn > 0 && now.seconds() - drawn < REDRAW_SECONDS)) {
            return;
        }
        drawn = now.seconds();
        draw(now.share(), now.text());
    }

    /// The last line stays, with the rate, and what is printed next starts on a new one.
    @Override
    public void ended() {
        if (drawn == 0) {
            return;
        }
        Progress now = meter.at(done, total);
        draw(now.share(), now.summary());
        out.println();
        drawn = 0;
        longest = 0;
    }

    private void draw(double share, String text) {
        int full = (int) (WIDTH * share);
        String line = doing + " [" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + text;
        longest = Math.max(longest, line.length());
        // A line that became shorter covers what stood there before.
        out.print("\r" + line + " ".repeat(longest - line.length()));
        out.flush();
    }
}
