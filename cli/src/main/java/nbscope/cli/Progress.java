package nbscope.cli;

import java.io.PrintStream;
import java.util.function.LongConsumer;

/// A line on standard error now and then, for work that takes longer than a few seconds.
final class Progress implements LongConsumer, AutoCloseable {
    private static final long FIRST_NANOS = 3_000_000_000L;
    private static final long NEXT_NANOS = 2_000_000_000L;

    private final String name;
    private final long bytes;
    private final PrintStream err;
    private long next = System.nanoTime() + FIRST_NANOS;

    /// @param bytes in all, or -1 where that is not known
    Progress(String name, long bytes, PrintStream err) {
        this.name = name;
        this.bytes = bytes;
        this.err = err;
    }

    @Override
    public void accept(long done) {
        long now = System.nanoTime();
        if (now - next >= 0) {
            next = now + NEXT_NANOS;
            String of = bytes < 0 ? "" : " of " + bytes / 1_000_000;
            err.printf("nbscope %s: %d%s MB%n", name, done / 1_000_000, of);
        }
    }

    @Override
    public void close() {
        err.flush();
    }
}
