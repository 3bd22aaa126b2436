package nbscope.io.internal.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.UnsupportedDataException;
import nbscope.io.Verification.Broken;
import nbscope.io.internal.array.TileBox;

/// Reads every chunk that a region touches, each for itself, and names those that fail.
public final class ChunkCheck {
    /// Chunks tried at once; bounds the list of numbers, and keeps the findings in order.
    private static final int BATCH = 1024;

    private final NdArray array;
    private final int[] chunk;
    private final long[] start;
    private final long[] stop;
    private final TileBox touched;

    /// Chunks of the array along each axis.
    private final long[] grid;

    private ChunkCheck(NdArray array, Region region) {
        this.array = array;
        chunk = Slabs.chunks(array);
        start = region.start();
        stop = region.shape();
        grid = array.shape();
        for (int i = 0; i < chunk.length; i++) {
            stop[i] += start[i];
            grid[i] = (grid[i] - 1) / chunk[i] + 1;
        }
        touched = TileBox.of(start, stop, chunk);
    }

    /// Empty for an array without chunks, and when all can be read.
    public static List<Broken> of(NdArray array, Region region) {
        if (Slabs.chunks(array).length == 0 || region.elements() == 0) {
            return List.of();
        }
        return new ChunkCheck(array, region).all();
    }

    private List<Broken> all() {
        long chunks = touched.count();
        List<Broken> broken = new ArrayList<>();
        for (long at = 0; at < chunks; at += BATCH) {
            long from = at;
            int size = (int) Math.min(BATCH, chunks - at);
            broken.addAll(IntStream.range(0, size)
                    .parallel()
                    .mapToObj(i -> check(from + i))
                    .flatMap(List::stream)
                    .toList());
        }
        return broken;
    }

    /// @param number of the chunk among those that the region touches
    private List<Broken> check(long number) {
        long[] at = touched.at(number);
        long[] from = new long[at.length];
        long[] shape = new long[at.length];
        for (int i = 0; i < at.length; i++) {
            from[i] = Math.max(start[i], at[i] * chunk[i]);
            shape[i] = Math.min(stop[i], (at[i] + 1) * chunk[i]) - from[i];
        }
        Region piece = new Region(from, shape);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values =
                    arena.allocate(piece.elements() * array.elementType().bytes(), 64);
            array.read(piece, values);
            return List.of();
        } catch (MalformedDataException | UnsupportedDataException e) {
            return List.of(Broken.of(TileBox.index(at, grid), e));
        }
    }
}
