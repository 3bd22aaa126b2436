package nbscope.kernel.own.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/// `busy` and `idle` around the handling of each message.
///
/// The statuses of gesture messages (a drag at 60 Hz) are held back until no such message has come for 120 ms, then
/// all leave in order: a small `busy` in front of each answer would make a default server hold the answer for 40 ms
/// (Nagle's algorithm and delayed acknowledgement). Each held pair is sent in the end, also at shutdown.
final class Statuses {
    static final long QUIET_NANOS = 120_000_000L;

    private final BiConsumer<Origin, String> publish;
    private final LongSupplier clock;
    private final Deque<Origin> held = new ArrayDeque<>();
    private final Deque<Origin> working = new ArrayDeque<>();
    private long lastGesture;
    private boolean dragged;

    /// @param publish sends one status for one origin
    /// @param clock   nanoseconds, as of System.nanoTime
    Statuses(BiConsumer<Origin, String> publish, LongSupplier clock) {
        this.publish = publish;
        this.clock = clock;
    }

    synchronized void busy(Origin origin) {
        working.addLast(origin);
        publish.accept(origin, "busy");
    }

    synchronized void idle(Origin origin) {
        working.remove(origin);
        publish.accept(origin, "idle");
        sayStillBusy();
    }

    /// A page shows the kernel's last status, whosever it is; so what still runs says again that it does.
    private void sayStillBusy() {
        Origin last = working.peekLast();
        if (last != null) {
            publish.accept(last, "busy");
        }
    }

    /// Holds back both statuses of a gesture message that has been answered.
    synchronized void hold(Origin origin) {
        // The timer sleeps through a drag: it looks again when its time has passed anyway.
        boolean first = held.isEmpty();
        held.add(origin);
        lastGesture = clock.getAsLong();
        if (first) {
            notifyAll();
        }
    }

    /// Whether a gesture message has come by now.
    synchronized boolean wasDragged() {
        return dragged;
    }

    /// Marks that a gesture message has come in: its statuses belong to the same quiet period.
    synchronized void gesture() {
        dragged = true;
        lastGesture = clock.getAsLong();
    }

    /// Sends what is held when the quiet time has passed.
    ///
    /// @return nanoseconds until it is worth to ask again; Long.MAX_VALUE when nothing is held
    synchronized long flushIfQuiet() {
        if (held.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long left = lastGesture + QUIET_NANOS - clock.getAsLong();
        if (left > 0) {
            return left;
        }
        flush();
        return Long.MAX_VALUE;
    }

    /// Sends all that is held, now.
    synchronized void flush() {
        if (held.isEmpty()) {
            return;
        }
        for (Origin next = held.poll(); next != null; next = held.poll()) {
            publish.accept(next, "busy");
            publish.accept(next, "idle");
        }
        sayStillBusy();
    }

    /// Runs the timer on a daemon thread of its own.
    void start() {
        Thread thread = new Thread(this::run, "nbscope-statuses");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                long wait = flushIfQuiet();
                synchronized (this) {
                    if (wait == Long.MAX_VALUE) {
                        while (held.isEmpty()) {
                            wait();
                        }
                    } else {
                        wait(Math.max(1, wait / 1_000_000L));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
