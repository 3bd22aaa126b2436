package nbscope.compute.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.memory.OffHeap;

/// A pass of all cores over plain memory, or over a mapped file, by wide loads that adds what it reads and does nothing
/// else. Larger stacks than the buffer are read as often as they need; the buffer is far larger than the caches.
final class ReadLimit implements Limit {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final int STEP = LONGS.vectorByteSize();
    private static final int TILE = 256 << 10;
    private static final long LARGEST = 1L << 30;

    private final Arena arena;
    private final MemorySegment buffer;
    private final LongAdder sink = new LongAdder();

    private ReadLimit(Arena arena, MemorySegment buffer) {
        this.arena = arena;
        this.buffer = buffer;
        for (int i = 0; i < 20; i++) {
            seconds(Math.min(buffer.byteSize(), 64L << 20));
        }
    }

    /// Of memory for so many bytes: the same kind as a stack's, and really there.
    static ReadLimit of(long bytes) {
        var arena = Arena.ofShared();
        var buffer = OffHeap.allocate(arena, whole(bytes));
        buffer.fill((byte) 1);
        return new ReadLimit(arena, buffer);
    }

    /// Of a file that lies in the page cache.
    static ReadLimit of(Path file) {
        var arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file)) {
            return new ReadLimit(arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, whole(channel.size()), arena));
        } catch (IOException e) {
            arena.close();
            throw new UncheckedIOException(e);
        }
    }

    private static long whole(long bytes) {
        return Math.max(TILE, Math.min(bytes, LARGEST) / TILE * TILE);
    }

    @Override
    public double seconds(long bytes) {
        int tiles = (int) (buffer.byteSize() / TILE);
        long start = System.nanoTime();
        for (long left = bytes / TILE; left > 0; left -= tiles) {
            Owner.ofProcess().workers().run((int) Math.min(left, tiles), TILE, (from, to) -> {
                long sum = 0;
                for (int t = from; t < to; t++) {
                    sum += read(buffer, (long) t * TILE);
                }
                sink.add(sum);
            });
        }
        return (System.nanoTime() - start) / 1e9;
    }

    // hot loop
    private static long read(MemorySegment s, long at) {
        LongVector a = LongVector.zero(LONGS);
        LongVector b = a;
        LongVector c = a;
        LongVector d = a;
        for (int i = 0; i < TILE; i += 4 * STEP) {
            a = a.add(LongVector.fromMemorySegment(LONGS, s, at + i, ByteOrder.LITTLE_ENDIAN));
            b = b.add(LongVector.fromMemorySegment(LONGS, s, at + i + STEP, ByteOrder.LITTLE_ENDIAN));
            c = c.add(LongVector.fromMemorySegment(LONGS, s, at + i + 2L * STEP, ByteOrder.LITTLE_ENDIAN));
            d = d.add(LongVector.fromMemorySegment(LONGS, s, at + i + 3L * STEP, ByteOrder.LITTLE_ENDIAN));
        }
        return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    }

    @Override
    public void close() {
        arena.close();
    }
}
