package nbscope.io.internal.czi.codec;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/// What runs in the process of [JpegXrProcess]: decodes one stream after another in the shared memory.
final class JpegXrWorker {
    private static final long LONGEST_IDLE_NANOS = 60_000_000_000L;
    private static final long LOOK_MILLIS = 5_000;
    private static final long BUSY = Long.MAX_VALUE;

    /// When the last stream was done.
    private final AtomicLong idleSince = new AtomicLong(System.nanoTime());

    /// @param args the file of the shared memory
    public static void main(String[] args) throws IOException {
        new JpegXrWorker().run(Path.of(args[0]));
    }

    private void run(Path file) throws IOException {
        Thread.ofPlatform().daemon().start(this::endWhenIdle);
        JpegXrLibrary library = JpegXrLibrary.get();
        DataInputStream requests = new DataInputStream(new BufferedInputStream(System.in));
        MemorySegment memory = MemorySegment.NULL;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            wake();
            while (true) {
                int number = requests.readInt();
                idleSince.set(BUSY);
                long size = requests.readLong();
                if (memory.byteSize() < size) {
                    memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.ofAuto());
                }
                MemorySegment stream = memory.asSlice(JpegXrProcess.STREAM_AT, requests.readLong());
                int width = requests.readInt();
                int height = requests.readInt();
                MemorySegment pixels = memory.asSlice(JpegXrProcess.STREAM_AT + requests.readLong());
                boolean done = library.decode(stream, width, height, pixels, requests.readInt());
                memory.set(ValueLayout.JAVA_INT, JpegXrProcess.ANSWER_AT, done ? 1 : 0);
                memory.set(ValueLayout.JAVA_INT, 0, number);
                idleSince.set(System.nanoTime());
                wake();
            }
        } catch (EOFException e) {
            // The process that asked is gone.
        }
    }

    private static void wake() {
        System.out.write(1);
        System.out.flush();
    }

    private void endWhenIdle() {
        while (true) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            long since = idleSince.get();
            if (since != BUSY && System.nanoTime() - since > LONGEST_IDLE_NANOS) {
                Runtime.getRuntime().halt(0);
            }
        }
    }
}
