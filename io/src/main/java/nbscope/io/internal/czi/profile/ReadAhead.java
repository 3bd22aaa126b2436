package nbscope.io.internal.czi.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A thread that reads the bytes of the next tiles before they are wanted, so that the system has them in memory.
final class ReadAhead implements TileAccess, AutoCloseable {
    private static final int TILES = 8;
    private static final int BUFFER = 1 << 20;
    private static final long MOST = 64 << 20;

    private final TileAccess access;
    private final List<Piece> pieces;
    private final AtomicInteger begun = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;

    ReadAhead(TileAccess access, Path file, List<Piece> pieces) {
        this.access = access;
        this.pieces = pieces;
        thread = Thread.ofPlatform().daemon().name("nbscope-czi-ahead").start(() -> fetch(file));
    }

    private void fetch(Path file) {
        ByteBuffer room = ByteBuffer.allocateDirect(BUFFER);
        try (FileChannel channel = FileChannel.open(file)) {
            for (int i = 0; i < pieces.size() && !closed; i++) {
                while (i > begun.get() + TILES && !closed) {
                    Thread.sleep(0, 100_000);
                }
                long from = pieces.get(i).offset();
                long to = i + 1 < pieces.size() ? pieces.get(i + 1).offset() : channel.size();
                long stop = Math.min(to > from ? to : from + BUFFER, from + MOST);
                for (long at = from; at < stop && !closed; at += BUFFER) {
                    room.clear().limit((int) Math.min(BUFFER, stop - at));
                    channel.read(room, at);
                }
            }
        } catch (IOException e) {
            // Reading ahead is a favour; who reads the tile meets the error.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void read(Piece piece) {
        begun.incrementAndGet();
        access.read(piece);
    }

    @Override
    public Spent spent() {
        return access.spent();
    }

    @Override
    public long cpuNanos() {
        return access.cpuNanos();
    }

    @Override
    public long runDelayNanos() {
        return access.runDelayNanos();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
