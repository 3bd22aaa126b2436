package nbscope.kernel.own.internal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// System.out and System.err of the process as `stream` messages of the cell that prints.
///
/// A line leaves at once when the stream was quiet, else within 50 ms together with what follows; so output is live
/// and a million lines are a few hundred messages. Above 32 MB/s the printing thread waits: nobody reads that fast and
/// the queue has no limit. Any thread.
final class Streams {
    private static final long PERIOD_NANOS = 50_000_000L;
    private static final int FULL_BYTES = 1 << 17;
    private static final long BYTES_PER_MILLI = 32_000;

    private final Publisher publisher;
    private final Origins origins;
    private final PrintStream formerOut = System.out;
    private final PrintStream formerErr = System.err;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private String pendingName = "stdout";
    private Origin pendingOrigin = Origin.NONE;
    private long lastFlush = System.nanoTime() - PERIOD_NANOS;
    private boolean timing;

    Streams(Publisher publisher, Origins origins) {
        this.publisher = publisher;
        this.origins = origins;
    }

    void install() {
        System.setOut(new PrintStream(new Tap("stdout"), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Tap("stderr"), true, StandardCharsets.UTF_8));
        Thread timer = new Thread(this::flushRegularly, "nbscope-streams");
        timer.setDaemon(true);
        timer.start();
    }

    void restore() {
        flush();
        System.setOut(formerOut);
        System.setErr(formerErr);
    }

    /// Sends all that was printed so far.
    void flush() {
        synchronized (this) {
            send(true);
        }
    }

    /// Writes one line to stderr of the running cell, also from threads that an earlier cell started.
    void notice(String sentence) {
        byte[] line = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        write(origins.lastCell(), "stderr", line, 0, line.length);
    }

    @SuppressWarnings("ReferenceEquality") // each message has one origin; two are never equal
    private void write(Origin origin, String name, byte[] bytes, int offset, int length) {
        long pause = 0;
        synchronized (this) {
            if (pending.size() > 0 && (!pendingName.equals(name) || pendingOrigin != origin)) {
                send(true);
            }
            pendingName = name;
            pendingOrigin = origin;
            pending.write(bytes, offset, length);
            long now = System.nanoTime();
            boolean line = endsLine(bytes, offset, length);
            if (pending.size() >= FULL_BYTES) {
                pause = pending.size() / BYTES_PER_MILLI - TimeUnit.NANOSECONDS.toMillis(now - lastFlush);
                send(false);
            } else if (line && now - lastFlush >= PERIOD_NANOS) {
                send(false);
            } else if (!timing) {
                timing = true;
                notifyAll();
            }
        }
        if (pause > 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean endsLine(byte[] bytes, int offset, int length) {
        return length > 0 && bytes[offset + length - 1] == '\n';
    }

    /// @param all also sends the first bytes of a character whose rest has not come
    private void send(boolean all) {
        lastFlush = System.nanoTime();
        byte[] bytes = pending.toByteArray();
        int length = all ? bytes.length : wholeCharacters(bytes);
        if (length == 0) {
            return;
        }
        pending.reset();
        pending.write(bytes, length, bytes.length - length);
        publisher.publish(
                pendingOrigin,
                "stream",
                Json.object()
                        .put("name", pendingName)
                        .put("text", new String(bytes, 0, length, StandardCharsets.UTF_8)));
    }

    /// Length without a UTF-8 sequence that is cut at the end.
    static int wholeCharacters(byte[] utf8) {
        int back = 1;
        while (back <= 3 && back <= utf8.length) {
            int lead = utf8[utf8.length - back] & 0xff;
            if (lead >= 0xc0) {
                int needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
                return needed > back ? utf8.length - back : utf8.length;
            }
            if (lead < 0x80) {
                return utf8.length;
            }
            back++;
        }
        return utf8.length;
    }

    private void flushRegularly() {
        try {
            while (true) {
                synchronized (this) {
                    while (!timing) {
                        wait();
                    }
                }
                TimeUnit.NANOSECONDS.sleep(PERIOD_NANOS);
                synchronized (this) {
                    timing = false;
                    send(false);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Tap extends OutputStream {
        private final String name;

        Tap(String name) {
            this.name = name;
        }

        @Override
        public void write(int b) {
            Streams.this.write(origins.current(), name, new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte @Nullable [] bytes, int offset, int length) {
            if (bytes != null && length > 0) {
                Streams.this.write(origins.current(), name, bytes, offset, length);
            }
        }
    }
}
