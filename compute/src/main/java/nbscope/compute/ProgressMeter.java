package nbscope.compute;

import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/// Makes rates and the time that is left from counts of bytes: the one source of every bar, of runs, loads and
/// the command line. Safe from any thread.
public final class ProgressMeter {
    /// The rate is that of the last seconds, so that it follows a file that leaves the cache.
    private static final long WINDOW_NANOS = 4_000_000_000L;

    /// A rate over less than this is noise.
    private static final long SHORTEST_NANOS = 100_000_000L;

    /// Readings that come faster than this are not kept.
    private static final long STEP_NANOS = 50_000_000L;

    private record Reading(long nanos, long bytes) {}

    private final LongSupplier nanos;
    private final ArrayDeque<Reading> readings = new ArrayDeque<>();
    private long start;

    /// The clock begins to run.
    public ProgressMeter() {
        this(System::nanoTime);
    }

    /// @param nanos a clock
    public ProgressMeter(LongSupplier nanos) {
        this.nanos = nanos;
        restart();
    }

    /// Begins anew.
    public synchronized void restart() {
        start = nanos.getAsLong();
        readings.clear();
        readings.add(new Reading(start, 0));
    }

    /// How far it is now.
    ///
    /// @param doneBytes  bytes of data that are done; fewer than before after a restart of the work
    /// @param totalBytes bytes that there are to do; negative where nobody knows
    public synchronized Progress at(long doneBytes, long totalBytes) {
        long now = nanos.getAsLong();
        if (doneBytes < readings.getLast().bytes()) {
            readings.clear();
            readings.add(new Reading(now, doneBytes));
        }
        // The oldest that stays is the newest that is old enough.
        while (readings.size() > 1 && now - second().nanos() >= WINDOW_NANOS) {
            readings.removeFirst();
        }
        Reading from = readings.getFirst();
        long passed = now - from.nanos();
        double rate = passed < SHORTEST_NANOS ? Double.NaN : (doneBytes - from.bytes()) / (passed / 1e9);
        if (now - readings.getLast().nanos() >= STEP_NANOS) {
            readings.add(new Reading(now, doneBytes));
        }
        double left = totalBytes > doneBytes && rate > 0 ? (totalBytes - doneBytes) / rate : Double.NaN;
        return new Progress(doneBytes, totalBytes, (now - start) / 1e9, rate, left);
    }

    private Reading second() {
        var all = readings.iterator();
        all.next();
        return all.next();
    }
}
