package nbscope.compute.internal.opencl;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.sums.Runs;

/// Sums of many patterns, pixel by pixel: slices of the patterns are added side by side, then the slices.
///
/// @param chunks   the data
/// @param perChunk patterns of every chunk but the last
record ClPatterns(ClShared shared, List<ClQueue.Buffer> chunks, int perChunk) {
    /// So many patterns keep a lane of 32 bits exact: 32768 * 65535 is below 2^31.
    private static final int MOST_PER_SLICE = 32768;

    /// Work items that keep a GPU or a CPU busy.
    private static final int GPU_ITEMS = 1 << 17;

    private static final int CPU_ITEMS = 128;

    /// Fewer patterns than that are not worth a slice.
    private static final int LEAST_PER_SLICE = 32;

    /// @param weights one per position, or empty
    /// @param taker   gets one 8-byte sum per pixel
    void sum(ClProgram program, Runs positions, double[] weights, Consumer<MemorySegment> taker) {
        Geometry g = shared.geometry();
        ClQueue queue = shared.queue();
        int tiles = (g.pixels() + program.tile() - 1) / program.tile();
        int slices = slices(Math.min(positions.count(), perChunk), tiles, program.gpu());
        long one = 8L * g.pixels();
        List<ClQueue.Buffer> scratch = new ArrayList<>();
        synchronized (queue) {
            try {
                var parts = keep(scratch, queue.allocate(slices * one));
                boolean add = false;
                for (int i = 0; i < chunks.size(); i++) {
                    int n = Math.min(perChunk, g.positions() - i * perChunk);
                    var mine = positions.within(i * perChunk, i * perChunk + n);
                    int count = mine.count();
                    if (count == 0) {
                        continue;
                    }
                    boolean all = count == n && weights.length == 0;
                    int[] numbers = all ? new int[1] : mine.numbers();
                    var list = keep(scratch, queue.copyOf(numbers));
                    queue.launch(
                            program,
                            "pattern_sums",
                            (long) tiles * slices,
                            program.localOfPatterns(),
                            chunks.get(i),
                            g.pixels(),
                            list,
                            count,
                            all ? 1 : 0,
                            weights.length == 0
                                    ? list
                                    : keep(scratch, queue.copyOf(weights(weights, numbers, i * perChunk))),
                            (count + slices - 1) / slices,
                            tiles,
                            slices,
                            parts,
                            add ? 1 : 0);
                    add = true;
                }
                if (add) {
                    var out = shared.results(one);
                    queue.launch(program, "add_slices", g.pixels(), program.local(), parts, slices, g.pixels(), out);
                    taker.accept(shared.read(one));
                }
            } finally {
                ClShared.releaseAll(queue, scratch);
            }
        }
    }

    private static int slices(int patterns, int tiles, boolean gpu) {
        int least = Math.max(1, (patterns + MOST_PER_SLICE - 1) / MOST_PER_SLICE);
        int wanted = (gpu ? GPU_ITEMS : CPU_ITEMS) / tiles + 1;
        return Math.max(least, Math.min(wanted, patterns / LEAST_PER_SLICE));
    }

    private static double[] weights(double[] all, int[] numbers, int first) {
        double[] mine = new double[numbers.length];
        for (int i = 0; i < mine.length; i++) {
            mine[i] = all[first + numbers[i]];
        }
        return mine;
    }

    private static ClQueue.Buffer keep(List<ClQueue.Buffer> scratch, ClQueue.Buffer buffer) {
        scratch.add(buffer);
        return buffer;
    }
}
