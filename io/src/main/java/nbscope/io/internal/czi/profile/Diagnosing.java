package nbscope.io.internal.czi.profile;

import java.util.List;
import java.util.Locale;
import nbscope.io.czi.profile.Cause;
import nbscope.io.czi.profile.Diagnosis;
import nbscope.io.czi.profile.Finding;
import nbscope.io.czi.profile.ImageInfo;
import nbscope.io.czi.profile.OneTime;
import nbscope.io.czi.profile.Pass;
import nbscope.io.czi.profile.PhaseSummary;
import nbscope.io.czi.profile.SpeedClass;
import nbscope.io.czi.profile.SystemInfo;

/// Tells what holds reading back, from figures alone.
///
/// @param once     what is paid once
/// @param tile     the time of whole tiles by one thread
/// @param first    one thread
/// @param again    one thread, with the file in the page cache
/// @param parallel several threads, under the conditions of the first
/// @param speedUp  of several threads
record Diagnosing(
        ImageInfo image,
        SystemInfo system,
        OneTime once,
        PhaseSummary tile,
        Pass first,
        Pass again,
        Pass parallel,
        double speedUp) {
    /// From here on more is read than was asked for: neighbours along one edge alone stay below.
    static final double AMPLIFIED = 1.5;

    /// Threads that wait for each other at least so much of their time.
    static final double LOCKED = 0.3;

    /// Threads that wait so much are locked even where they gain a little.
    static final double MOSTLY_LOCKED = 0.5;

    /// What the fastest way costs, for the recommendation.
    Diagnosis ofProfile(double alone, double together) {
        boolean threads = together < alone * 0.95;
        String how = threads
                ? "Read with " + parallel.threads() + " threads: about " + time(together) + " for the plane, where one "
                        + "thread takes " + time(alone)
                : "Read with one thread: about " + time(alone) + " for the plane; " + parallel.threads()
                        + " threads take " + time(together);
        return diagnosis(List.of(), how + ". nbscope czi benchmark tries further ways.");
    }

    /// @param more           what only the caller can know
    /// @param recommendation names a configuration and the expected total
    Diagnosis diagnosis(List<Finding> more, String recommendation) {
        SpeedClass read = SpeedClass.ofRead(first.readSeconds());
        Cause cause = cause();
        List<Finding> findings = new Findings(this).all();
        findings.addAll(more);
        return new Diagnosis(
                cause,
                because(cause),
                read,
                read,
                SpeedClass.ofStitch(first.stitchSeconds()),
                SpeedClass.ofSpeedUp(speedUp),
                SpeedClass.ofThroughput(first.megapixelsPerSecond()),
                findings,
                recommendation);
    }

    private Cause cause() {
        if (amplification() >= AMPLIFIED) {
            return Cause.READ_AMPLIFICATION;
        }
        if (isLocked()) {
            return Cause.LOCK;
        }
        // What a busy machine adds is no cause that lies in the file or the reader.
        double own = 1 - first.runDelayShare();
        if (SpeedClass.ofRead(first.readSeconds() * own) == SpeedClass.FAST
                && SpeedClass.ofStitch(first.stitchSeconds() * own) != SpeedClass.SLOW) {
            return Cause.NONE;
        }
        double most = Math.max(first.ioShare(), Math.max(first.decodeShare(), first.stitchShare()));
        if (most == first.stitchShare()) {
            return Cause.MEMORY;
        }
        return most == first.decodeShare() ? Cause.DECODING : Cause.DISK;
    }

    private double amplification() {
        return Math.max(first.decodedPerTile(), first.bytesPerPayloadByte());
    }

    /// Threads gain little, and wait where no disk makes them wait; that one thread waits as well is no
    /// lock.
    private boolean isLocked() {
        double outside = parallel.blockedOutsideIoShare() - first.blockedOutsideIoShare();
        double waiting = parallel.disk().physicalBytes() == 0 ? parallel.blockedShare() - first.blockedShare() : 0;
        double most = Math.max(outside, waiting);
        return (speedUp < 1.2 && most >= LOCKED) || (speedUp < 1.5 && most >= MOSTLY_LOCKED);
    }

    private String because(Cause cause) {
        String read = "A tile takes " + millis(first.readSeconds()) + " to read and " + millis(first.stitchSeconds())
                + " to stitch by one thread";
        return switch (cause) {
            case NONE ->
                read
                        + (first.runDelayShare() > 0.2
                                ? ", of which it stood ready without a processor " + percent(first.runDelayShare())
                                : "")
                        + ": that is fast. " + parallel.threads() + " threads are " + times(speedUp)
                        + " as fast as one. " + shares();
            case LOCK ->
                parallel.threads() + " threads are " + times(speedUp) + " as fast as one, and wait "
                        + percent(parallel.blockedShare()) + " of their time ("
                        + percent(parallel.blockedOutsideIoShare()) + " outside of reading bytes), one thread "
                        + percent(first.blockedShare()) + ": something lets only one of them read at a time.";
            case READ_AMPLIFICATION ->
                String.format(
                        Locale.ROOT,
                        "%.2f sub-blocks are decoded for each tile that was asked for, and %.2f bytes read for each byte "
                                + "of their payloads: up to %.0f %% of the work is not needed. %s.",
                        first.decodedPerTile(),
                        first.bytesPerPayloadByte(),
                        100 * (1 - 1 / amplification()),
                        read);
            case DECODING ->
                read + "; " + percent(first.decodeShare()) + " of that is undoing "
                        + String.join(", ", image.compression()) + ", " + percent(first.ioShare())
                        + " is the way from the "
                        + "file to memory.";
            case DISK ->
                read + "; " + percent(first.ioShare()) + " of that is the way from the file ("
                        + system.fileSystem() + (system.network() ? ", behind a network" : "") + ") to memory, "
                        + percent(first.decodeShare()) + " is decoding. " + disk();
            case MEMORY ->
                read + "; " + percent(first.stitchShare())
                        + " of that is copying pixels into the mosaic: memory is slow or short.";
        };
    }

    private String shares() {
        return "Of its time " + percent(first.ioShare()) + " is the way from the file to memory, "
                + percent(first.decodeShare()) + " decoding, " + percent(first.stitchShare()) + " stitching.";
    }

    private String disk() {
        return Double.isNaN(first.disk().utilisation())
                ? "The system has no counters for this storage."
                : String.format(
                        Locale.ROOT,
                        "The device %s was busy %.0f %% of the time, a read took %.1f ms, %.0f reads a second.",
                        first.disk().device(),
                        first.disk().utilisation(),
                        first.disk().waitMillis(),
                        first.disk().readsPerSecond());
    }

    static String time(double seconds) {
        if (seconds < 1) {
            return millis(seconds);
        }
        return seconds < 90
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f min", seconds / 60);
    }

    static String millis(double seconds) {
        return String.format(Locale.ROOT, "%.2f ms", seconds * 1e3);
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "an unknown part" : String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    static String times(double factor) {
        return String.format(Locale.ROOT, "%.2f times", factor);
    }
}
