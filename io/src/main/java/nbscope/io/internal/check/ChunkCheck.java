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

/// Reads every chunk that a region touches, each for itself, and names those that fail.
public final class ChunkCheck {
    /// Chunks tried at once; bounds the list of numbers, and keeps the findings in order.
    private static final int BATCH = 1024;

    private final NdArray array;
    private final int[] chunk;
    private final long[] first;
    private final long[] count;
    private final long[] grid;
    private final Region region;

    private ChunkCheck(NdArray array, Region region) {
        this.array = array;
        this.region = region;
        chunk = Slabs.chunks(array);
        int rank = chunk.length;
        first = new long[rank];
        count = new long[rank];
        grid = new long[rank];
        long[] start = region.start();
        long[] length = region.shape();
        long[] shape = array.shape();
        for (int i = 0; i < rank; i++) {
            first[i] = start[i] / chunk[i];
            count[i] = (start[i] + length[i] - 1) / chunk[i] - first[i] + 1;
            grid[i] = (shape[i] - 1) / chunk[i] + 1;
        }
    }

    /// Empty for an array without chunks, and when all can be read.
    public static List<Broken> of(NdArray array, Region region) {
        if (Slabs.chunks(array).length == 0 || region.elements() == 0) {
            return List.of();
        }
        return new ChunkCheck(array, region).all();
    }

    private List<Broken> all() {
        long chunks = 1;
        for (long n : count) {
            chunks *= n;
        }
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
        int rank = chunk.length;
        long[] start = region.start();
        long[] length = region.shape();
        long[] from = new long[rank];
        long[] shape = new long[rank];
        long rest = number;
        long name = 0;
        long[] index = new long[rank];
        for (int i = rank - 1; i >= 0; i--) {
            index[i] = first[i] + rest % count[i];
            rest /= count[i];
            from[i] = Math.max(start[i], index[i] * chunk[i]);
            shape[i] = Math.min(start[i] + length[i], (index[i] + 1) * chunk[i]) - from[i];
        }
        for (int i = 0; i < rank; i++) {
            name = name * grid[i] + index[i];
        }
        Region piece = new Region(from, shape);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values =
                    arena.allocate(piece.elements() * array.elementType().bytes(), 64);
            array.read(piece, values);
            return List.of();
        } catch (MalformedDataException | UnsupportedDataException e) {
            return List.of(Broken.of(name, e));
        }
    }
}
