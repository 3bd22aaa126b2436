package nbscope.io.internal.czi.codec;

import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import nbscope.io.internal.codec.MissingLibraryException;

/// A process of its own for [JpegXrLibrary], which on some damaged streams reads and writes outside of its memory: a
/// Java process of less than a second's start that only runs [JpegXrWorker] and may die or be killed. Stream and
/// pixels lie in memory that both have mapped, so nothing is copied between them.
///
/// One is started for each thread that decodes at a time; they are kept for the next tile and end when
/// they have had nothing to do for a minute, or with this process.
final class JpegXrProcess {
    /// What became of a stream.
    enum Answer {
        DECODED,
        REFUSED,
        /// The process has ended, of this stream or before it.
        DIED,
        /// It was killed, because it was not done in time.
        TOO_SLOW
    }

    /// Where the stream stands in the shared memory; in front of it the number of the request, and the answer.
    static final long STREAM_AT = 4096;

    static final long ANSWER_AT = 4;

    private static final ConcurrentLinkedDeque<JpegXrProcess> IDLE = new ConcurrentLinkedDeque<>();
    private static final Path FAST = Path.of("/dev/shm");
    private static final long FAST_BYTES = 1L << 30;

    private final Process process;
    private final DataOutputStream requests;
    private final InputStream wakes;
    private final FileChannel channel;
    private MemorySegment memory = MemorySegment.NULL;
    private int number;

    private JpegXrProcess() throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        if (Files.isWritable(FAST) && Files.getFileStore(FAST).getUsableSpace() > FAST_BYTES) {
            folder = FAST;
        }
        Path file = Files.createTempFile(folder, "nbscope-jpeg-xr", null);
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            process = new ProcessBuilder(command(file))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            requests = new DataOutputStream(process.getOutputStream());
            wakes = process.getInputStream();
            // It has the file open now, so its name is not needed any more.
            if (wakes.read() < 0) {
                throw new IOException("it ended at once");
            }
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> command(Path file) throws IOException {
        try {
            String classes = new File(JpegXrWorker.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getPath();
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx32m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData",
                    "-XX:+SuppressFatalErrorMessage",
                    "-XX:-CreateCoredumpOnCrash",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    classes,
                    JpegXrWorker.class.getName(),
                    file.toString());
        } catch (URISyntaxException | RuntimeException e) {
            throw new IOException("the classes of nbscope are in no file", e);
        }
    }

    /// One that nobody uses: give it back, or [#end] it.
    ///
    /// @throws MissingLibraryException where none can be started
    static JpegXrProcess borrow() {
        JpegXrProcess kept = IDLE.pollFirst();
        while (kept != null && !kept.process.isAlive()) {
            kept.end();
            kept = IDLE.pollFirst();
        }
        return kept != null ? kept : start();
    }

    /// A new one.
    ///
    /// @throws MissingLibraryException where it cannot be started
    static JpegXrProcess start() {
        try {
            JpegXrProcess started = new JpegXrProcess();
            // One that ends for want of work leaves its shared memory behind.
            CompletableFuture<Void> _ = started.process.onExit().thenRun(() -> {
                if (IDLE.remove(started)) {
                    started.end();
                }
            });
            return started;
        } catch (IOException e) {
            throw new MissingLibraryException("JPEG-XR is decoded in a second Java process, which does not start here ("
                    + e.getMessage() + "); allow it, or save the file again in ZEN with another compression");
        }
    }

    void giveBack() {
        IDLE.addFirst(this);
    }

    void end() {
        process.destroyForcibly();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Memory for a stream; the pixels come behind it.
    ///
    /// @param bytes of both
    MemorySegment stream(long bytes) {
        long needed = STREAM_AT + bytes;
        try {
            if (memory.byteSize() < needed) {
                memory = channel.map(
                        FileChannel.MapMode.READ_WRITE, 0, Math.max(needed, 2 * memory.byteSize()), Arena.ofAuto());
            }
        } catch (ClosedByInterruptException e) {
            throw new CancellationException("the thread was interrupted while it decoded a JPEG-XR tile");
        } catch (IOException e) {
            throw new UncheckedIOException("no room for the pixels of a JPEG-XR tile", e);
        }
        return memory.asSlice(STREAM_AT);
    }

    /// Decodes what stands in the memory of [#stream].
    ///
    /// @param at     of the pixels, behind the start of the stream
    /// @param millis after which the process is killed
    Answer decode(long bytes, int width, int height, long at, int stride, long millis) {
        number++;
        CompletableFuture<Void> answered = new CompletableFuture<>();
        CompletableFuture<Void> _ = answered.orTimeout(millis, TimeUnit.MILLISECONDS)
                .whenComplete((_, late) -> {
                    if (late != null) {
                        process.destroyForcibly();
                    }
                });
        try {
            requests.writeInt(number);
            requests.writeLong(memory.byteSize());
            requests.writeLong(bytes);
            requests.writeInt(width);
            requests.writeInt(height);
            requests.writeLong(at);
            requests.writeInt(stride);
            requests.flush();
            // Whatever the library itself prints wakes us too.
            while (memory.get(ValueLayout.JAVA_INT, 0) != number) {
                if (wakes.read() < 0) {
                    return answered.isCompletedExceptionally() ? Answer.TOO_SLOW : Answer.DIED;
                }
            }
        } catch (IOException e) {
            return Answer.DIED;
        } finally {
            answered.complete(null);
        }
        return memory.get(ValueLayout.JAVA_INT, ANSWER_AT) == 1 ? Answer.DECODED : Answer.REFUSED;
    }

    long pid() {
        return process.pid();
    }

    /// Whether it has decoded nothing yet.
    boolean isFresh() {
        return number == 0;
    }
}
