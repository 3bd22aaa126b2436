package nbscope.compute.internal.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import nbscope.compute.ComputePath;
import nbscope.compute.internal.store.FrameStore;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Runs;
import nbscope.compute.internal.sums.WeightPlan;
import nbscope.compute.internal.sums.Work;
import org.jspecify.annotations.Nullable;

/// A time frame on an OpenCL device. Where the device shares the host's memory the chunks are wrapped, else copied.
/// Every failure of the driver is a [ClException]; results are written when all of them are here.
public final class ClStore implements FrameStore {
    private final ClShared shared;
    private final Geometry geometry;
    private final ClQueue queue;

    /// The data itself on unified memory; elsewhere it lies on the device only.
    private final @Nullable HostChunks host;

    private final int rowsPerChunk;
    private final List<ClQueue.Buffer> chunks = new ArrayList<>();

    /// Takes the memory, and makes sure of it.
    ///
    /// @throws ClException when the device has no room; nothing is kept then
    public ClStore(ClShared shared) {
        this.shared = shared;
        this.geometry = shared.geometry();
        this.queue = shared.queue();
        long largest = shared.device().maxAllocation();
        this.rowsPerChunk = geometry.rowsPerChunk(largest);
        this.host = shared.device().unifiedMemory() ? new HostChunks(geometry, largest) : null;
        if (host == null) {
            try {
                for (int i = 0; i < count(); i++) {
                    long bytes = (rows(i) * geometry.rowBytes() + HostChunks.PADDING + 3) / 4 * 4;
                    chunks.add(queue.allocate(bytes));
                    queue.commit(chunks.getLast(), bytes);
                }
            } catch (RuntimeException e) {
                ClShared.releaseAll(queue, chunks);
                throw e;
            }
        }
        shared.hold();
    }

    @Override
    public void fill(int row, int rows, RowReader reader) {
        for (int r = row; r < row + rows; ) {
            int chunk = r / rowsPerChunk;
            int n = Math.min(row + rows, chunk * rowsPerChunk + rows(chunk)) - r;
            if (host != null) {
                reader.read(r, n, host.rows(r, n));
            } else {
                shared.ring().send(chunks.get(chunk), r % rowsPerChunk * geometry.rowBytes(), r, n, reader);
            }
            r += n;
        }
    }

    /// Wraps only now: OpenCL lets the host change a wrapped segment no more.
    @Override
    public void ready() {
        if (host == null) {
            shared.ring().settle();
            return;
        }
        for (int i = 0; i < host.count(); i++) {
            chunks.add(queue.wrap(host.chunk(i)));
        }
    }

    @Override
    public Work sums(Plan plan, long[] out) {
        return sums(plan, values -> longs(values, out));
    }

    @Override
    public Work sums(Plan plan, double[] out) {
        return sums(plan, values -> doubles(values, out));
    }

    private Work sums(Plan plan, Taker taker) {
        return each(shared.program(), plan, plan.dense(), 1, taker);
    }

    @Override
    public Work weighted(WeightPlan plan, double[] out) {
        if (!shared.device().doubles()) {
            return new ClCopies(this, geometry).weighted(plan, out);
        }
        return each(shared.program().withWeights(), plan, plan.allBlocks(), 1, values -> doubles(values, out));
    }

    @Override
    public Work moments(Plan plan, long[] sum, long[] byRow, long[] byCol) {
        return each(shared.program(), plan, plan.dense(), 3, values -> longs(values, sum, byRow, byCol));
    }

    @Override
    public Work moments(Plan plan, double[] sum, double[] byRow, double[] byCol) {
        return each(shared.program(), plan, plan.dense(), 3, values -> doubles(values, sum, byRow, byCol));
    }

    /// What takes the results away, before anybody else may make some.
    private interface Taker {
        void take(MemorySegment values);
    }

    private static void longs(MemorySegment values, long[]... out) {
        for (int i = 0; i < out.length; i++) {
            MemorySegment.copy(values, ValueLayout.JAVA_LONG, 8L * i * out[i].length, out[i], 0, out[i].length);
        }
    }

    private static void doubles(MemorySegment values, double[]... out) {
        for (int i = 0; i < out.length; i++) {
            MemorySegment.copy(values, ValueLayout.JAVA_DOUBLE, 8L * i * out[i].length, out[i], 0, out[i].length);
        }
    }

    /// One value per position, or three of them for moments.
    private Work each(ClProgram program, Object key, boolean dense, int results, Taker taker) {
        boolean moments = results == 3;
        boolean cells = moments && !program.gpu();
        long bytes = 8L * results * geometry.positions();
        synchronized (queue) {
            var plan = shared.plan(key, cells, () -> switch (key) {
                case WeightPlan w -> ClPlan.weights(w);
                case Plan p when cells -> ClPlan.cells(p, geometry.dtype(), geometry.detCols());
                default -> ClPlan.blocks((Plan) key);
            });
            var out = shared.results(bytes);
            for (int i = 0; i < chunks.size(); i++) {
                int patterns = rows(i) * geometry.scanCols();
                List<Object> args = new ArrayList<>(List.of(
                        chunks.get(i),
                        geometry.pixels(),
                        patterns,
                        plan.buffers().getFirst(),
                        plan.plan().count(),
                        plan.buffers().getLast(),
                        out,
                        first(i)));
                if (moments) {
                    args.add(geometry.detCols());
                    args.add(geometry.positions());
                }
                queue.launch(
                        program,
                        moments ? "moments" : "sums",
                        moments ? program.momentItems(patterns) : program.sumItems(patterns),
                        program.local(),
                        args.toArray());
            }
            taker.take(shared.read(bytes));
            long touched = geometry.positions() * plan.plan().bytesTouched(cells, geometry.dtype());
            return new Work(dense ? ComputePath.DENSE : ComputePath.BLOCK_SPARSE, touched);
        }
    }

    @Override
    public void pattern(int position, MemorySegment destination) {
        if (host != null) {
            destination.copyFrom(host.pattern(position));
            return;
        }
        int perChunk = rowsPerChunk * geometry.scanCols();
        long offset = (long) (position % perChunk) * geometry.patternBytes();
        synchronized (queue) {
            var buffer = chunks.get(position / perChunk);
            try (var arena = Arena.ofConfined()) {
                var bytes = arena.allocate(geometry.patternBytes(), 8);
                queue.read(buffer, offset, bytes);
                destination.copyFrom(bytes);
            }
        }
    }

    @Override
    public Work patternSum(Runs positions, long[] out) {
        patterns().sum(shared.program(), positions, new double[0], values -> longs(values, out));
        return patterns(positions.count());
    }

    @Override
    public Work patternSum(Runs positions, double[] out) {
        patterns().sum(shared.program(), positions, new double[0], values -> doubles(values, out));
        return patterns(positions.count());
    }

    @Override
    public Work patternSum(double[] weights, double[] out) {
        if (!shared.device().doubles()) {
            return new ClCopies(this, geometry).patternSum(weights, out);
        }
        boolean[] selected = new boolean[weights.length];
        for (int s = 0; s < weights.length; s++) {
            selected[s] = weights[s] != 0;
        }
        var positions = Runs.of(selected);
        patterns().sum(shared.program().withWeights(), positions, weights, values -> doubles(values, out));
        return patterns(positions.count());
    }

    private ClPatterns patterns() {
        return new ClPatterns(shared, chunks, rowsPerChunk * geometry.scanCols());
    }

    private Work patterns(int n) {
        return new Work(
                n == geometry.positions() ? ComputePath.DENSE : ComputePath.BLOCK_SPARSE,
                (long) n * geometry.patternBytes());
    }

    /// Gives back what is only kept for speed; the next computation takes it again.
    public void relieve() {
        shared.flush();
    }

    @Override
    public @Nullable HostChunks host() {
        return host;
    }

    /// Buffers first: they point into the host's memory.
    @Override
    public void close() {
        ClShared.releaseAll(queue, chunks);
        if (host != null) {
            host.close();
        }
        shared.release();
    }

    private int count() {
        return (geometry.scanRows() + rowsPerChunk - 1) / rowsPerChunk;
    }

    private int rows(int chunk) {
        return Math.min(rowsPerChunk, geometry.scanRows() - chunk * rowsPerChunk);
    }

    private int first(int chunk) {
        return chunk * rowsPerChunk * geometry.scanCols();
    }
}
