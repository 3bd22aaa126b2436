package nbscope.cli;

import java.io.PrintStream;
import java.util.function.LongConsumer;
import nbscope.compute.Progress;
import nbscope.compute.ProgressMeter;

/// A line on standard error now and then, for work that takes longer than a few seconds: how far, how fast, how long
/// still.
final class ProgressLines implements LongConsumer, AutoCloseable {
    private static final double FIRST_SECONDS = 3;
    private static final double NEXT_SECONDS = 2;

    private final String name;
    private final long bytes;
    private final PrintStream err;
    private final ProgressMeter meter = new ProgressMeter();
    private double next = FIRST_SECONDS;

    /// @param bytes in all, or -1 where that is not known
    ProgressLines(String name, long bytes, PrintStream err) {
        this.name = name;
        this.bytes = bytes;
        this.err = err;
    }

    @Override
    public void accept(long done) {
        Progress now = meter.at(done, bytes);
        if (now.seconds() >= next) {
            next = now.seconds() + NEXT_SECONDS;
            err.println("nbscope " + name + ": " + now.text());
        }
    }

    @Override
    public void close() {
        err.flush();
    }
}
