package nbscope.io.internal.czi;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import nbscope.io.czi.CziCounters;

/// What the reading of one file has cost. Any thread adds to it.
final class Counters {
    /// The parts that reading is made of.
    enum Phase {
        OPEN,
        DIRECTORY,
        METADATA,
        HEADER,
        IO,
        DECOMPRESS,
        UNPACK,
        STITCH
    }

    private final Map<Phase, LongAdder> nanos = new EnumMap<>(Phase.class);
    private final LongAdder payloadBytes = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final LongAdder needed = new LongAdder();
    private final LongAdder decoded = new LongAdder();
    private final ThreadLocal<ThreadCounters> ofThread = ThreadLocal.withInitial(ThreadCounters::new);

    Counters() {
        for (Phase phase : Phase.values()) {
            nanos.put(phase, new LongAdder());
        }
    }

    /// Adds a phase that began at `from` ([System#nanoTime]) and has just ended, and makes an event of
    /// it.
    ///
    /// @param tile  that it was for, or -1
    /// @param bytes that it moved, or 0
    /// @return now, where the next phase begins
    long end(Phase phase, long from, long tile, long bytes) {
        long now = System.nanoTime();
        add(phase, now - from);
        PhaseEvents.emit(phase, now - from, tile, bytes);
        return now;
    }

    void add(Phase phase, long nanoseconds) {
        of(phase).add(nanoseconds);
        ofThread.get().add(phase, nanoseconds);
    }

    void read(long bytes) {
        reads.increment();
        bytesRead.add(bytes);
        ofThread.get().bytesRead += bytes;
    }

    void payload(long bytes) {
        payloadBytes.add(bytes);
        ofThread.get().payloadBytes += bytes;
    }

    void needed(long tiles) {
        needed.add(tiles);
    }

    void decoded() {
        decoded.increment();
        ofThread.get().decoded++;
    }

    /// What the calling thread alone has cost so far.
    ThreadCounters ofThread() {
        return ofThread.get();
    }

    CziCounters snapshot() {
        return new CziCounters(
                sum(Phase.OPEN),
                sum(Phase.DIRECTORY),
                sum(Phase.METADATA),
                sum(Phase.HEADER),
                sum(Phase.IO),
                sum(Phase.DECOMPRESS),
                sum(Phase.UNPACK),
                sum(Phase.STITCH),
                payloadBytes.sum(),
                bytesRead.sum(),
                reads.sum(),
                needed.sum(),
                decoded.sum());
    }

    private long sum(Phase phase) {
        return of(phase).sum();
    }

    private LongAdder of(Phase phase) {
        return Objects.requireNonNull(nanos.get(phase));
    }
}
