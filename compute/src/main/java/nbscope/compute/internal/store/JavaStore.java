package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Supplier;
import nbscope.compute.ComputePath;
import nbscope.compute.JavaDevice;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.frames.CenterFrames;
import nbscope.compute.internal.frames.DoubleFrames;
import nbscope.compute.internal.frames.Window;
import nbscope.compute.internal.index.FrameIndex;
import nbscope.compute.internal.index.Indexer;
import nbscope.compute.internal.sums.Patterns;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Runs;
import nbscope.compute.internal.sums.ScalarSums;
import nbscope.compute.internal.sums.SumKernel;
import nbscope.compute.internal.sums.VectorSums;
import nbscope.compute.internal.sums.WarmUp;
import nbscope.compute.internal.sums.WeightPlan;
import nbscope.compute.internal.sums.Work;
import nbscope.io.DType;
import org.jspecify.annotations.Nullable;

/// A time frame in plain memory, computed on by Java.
public final class JavaStore implements FrameStore {
    private final HostChunks chunks;
    private final SumKernel kernel;
    private final SumKernel scalar = new ScalarSums();
    private final Workers workers;
    private final WarmUp warmUp;
    private final boolean vector;
    private final Indexer indexer;
    private final @Nullable FrameIndex index;

    /// @param stack the stack's name
    /// @param frame the frame's number in it
    public JavaStore(Geometry geometry, JavaDevice device, Owner owner, String stack, int frame) {
        this(geometry, device, owner, stack, frame, Long.MAX_VALUE);
    }

    /// @param maxAllocation largest chunk in bytes
    public JavaStore(Geometry geometry, JavaDevice device, Owner owner, String stack, int frame, long maxAllocation) {
        this(new HostChunks(geometry, maxAllocation), device, owner, stack, frame);
    }

    /// Over data that is there already, or will be before `ready`.
    JavaStore(HostChunks chunks, JavaDevice device, Owner owner, String stack, int frame) {
        // An interface-typed field and a lazy `new`: without the module VectorSums is never loaded.
        this.vector = device.vector();
        this.kernel = vector ? new VectorSums() : scalar;
        this.workers = owner.workers();
        this.warmUp = owner.warmUp();
        this.indexer = owner.indexer();
        this.chunks = chunks;
        // Not for the scalar path beside a Vector API: it is the oracle of all others and stays as plain as it is.
        boolean indexed = vector || !JavaDevice.vectorModulePresent();
        this.index = indexed ? new FrameIndex(chunks, indexer, stack, frame, device.name()) : null;
    }

    @Override
    public void fill(int row, int rows, RowReader reader) {
        DType dtype = chunks.geometry().dtype();
        if (vector && !dtype.isInteger()) {
            warmUp.start(dtype, WarmUp.sums(kernel));
        }
        for (int r = row; r < row + rows; ) {
            int n = Math.min(row + rows - r, chunks.rowsLeft(r));
            reader.read(r, n, chunks.rows(r, n));
            r += n;
        }
    }

    @Override
    public Work sums(Plan plan, long[] out) {
        return index == null
                ? blocks(plan, out)
                : indexed(index, plan, () -> index.sum(plan, workers, out, this::blocks));
    }

    @Override
    public Work sums(Plan plan, double[] out) {
        return index == null
                ? blocks(plan, out)
                : indexed(index, plan, () -> index.sum(plan, workers, out, this::blocks));
    }

    private Work indexed(FrameIndex index, Plan plan, Supplier<Work> sum) {
        Work work;
        indexer.begin();
        try {
            work = sum.get();
        } finally {
            indexer.end();
        }
        // Only now: the first image does not wait for the index, nor share the cores with its making.
        index.ask(plan);
        return work;
    }

    private Work blocks(Plan plan, long[] out) {
        var g = chunks.geometry();
        boolean early = vector && !warmUp.isCompiled(g.dtype());
        var k = early ? scalar : kernel;
        each(plan.bytesTouched(), (chunk, from, n, at) -> k.sum(patterns(chunk, from, n), plan, out, at));
        if (early) {
            // Only now: while the first picture is on its way every core is needed for it.
            warmUp.start(g.dtype(), WarmUp.sums(kernel));
        }
        return work(plan);
    }

    private Work blocks(Plan plan, double[] out) {
        each(plan.bytesTouched(), (chunk, from, n, at) -> kernel.sum(patterns(chunk, from, n), plan, out, at));
        return work(plan);
    }

    @Override
    public Work weighted(WeightPlan plan, double[] out) {
        var g = chunks.geometry();
        var runs = plan.runs(!g.dtype().isInteger());
        var k = vector ? DoubleFrames.TWIN.of(g.dtype()) : DoubleFrames.SCALAR;
        each(plan.bytesTouched(), (chunk, from, n, at) -> {
            int fours = n / 4 * 4;
            if (!fours(k, chunk, offsets(from, n), fours, plan.map(), runs, out, at)) {
                fours = 0;
            }
            kernel.weighted(patterns(chunk, from + fours, n - fours), plan, out, at + fours);
        });
        return new Work(
                plan.allBlocks() ? ComputePath.DENSE : ComputePath.BLOCK_SPARSE, g.positions() * plan.bytesTouched());
    }

    private Patterns patterns(MemorySegment chunk, int from, int n) {
        var g = chunks.geometry();
        return new Patterns(g.dtype(), chunk, g.patternBytes(), from, n);
    }

    /// Four patterns at a time share the weights.
    ///
    /// @return false where the kernel cannot; `out` is not filled then
    private boolean fours(
            DoubleFrames k,
            MemorySegment chunk,
            long[] offsets,
            int n,
            double[] weights,
            Runs runs,
            double[] out,
            int at) {
        var dtype = chunks.geometry().dtype();
        double[] sums = new double[4];
        int[] ends = runs.ends();
        for (int i = 0; i < n; i += 4) {
            Arrays.fill(out, at + i, at + i + 4, 0);
            for (int r = 0; r < ends.length; r += 2) {
                int from = ends[r];
                if (!k.dot4(dtype, chunk, offsets, i, from, weights, from, ends[r + 1] - from, sums)) {
                    return false;
                }
                for (int f = 0; f < 4; f++) {
                    out[at + i + f] += sums[f];
                }
            }
        }
        return true;
    }

    @Override
    public Work moments(Plan plan, long[] sum, long[] byRow, long[] byCol) {
        var g = chunks.geometry();
        var window = window(plan);
        var k = centerFrames();
        each(g.patternBytes(), (chunk, from, n, at) -> {
            long[] made = new long[3 * n];
            k.moments(g.dtype(), chunk, offsets(from, n), 0, n, window, made);
            for (int i = 0; i < n; i++) {
                sum[at + i] = made[3 * i];
                byRow[at + i] = made[3 * i + 1];
                byCol[at + i] = made[3 * i + 2];
            }
        });
        return work(plan);
    }

    @Override
    public Work moments(Plan plan, double[] sum, double[] byRow, double[] byCol) {
        var g = chunks.geometry();
        var window = window(plan);
        var k = centerFrames();
        each(g.patternBytes(), (chunk, from, n, at) -> {
            double[] made = new double[3 * n];
            k.moments(g.dtype(), chunk, offsets(from, n), 0, n, window, made);
            for (int i = 0; i < n; i++) {
                sum[at + i] = made[3 * i];
                byRow[at + i] = made[3 * i + 1];
                byCol[at + i] = made[3 * i + 2];
            }
        });
        return work(plan);
    }

    /// The scalar device is the oracle of the others.
    private CenterFrames centerFrames() {
        return vector ? CenterFrames.TWIN.of(chunks.geometry().dtype()) : CenterFrames.SCALAR;
    }

    private Window window(Plan plan) {
        var g = chunks.geometry();
        boolean[] selected = new boolean[g.pixels()];
        for (int k = 0; k < plan.spans().length; k += 2) {
            Arrays.fill(selected, plan.spans()[k], plan.spans()[k + 1], true);
        }
        return Window.of(g.detRows(), g.detCols(), selected);
    }

    private long[] offsets(int from, int n) {
        long[] offsets = new long[n];
        for (int i = 0; i < n; i++) {
            offsets[i] = (long) (from + i) * chunks.geometry().patternBytes();
        }
        return offsets;
    }

    /// What is done with `n` patterns of a chunk from pattern `from` on, the first of which is scan
    /// position `position`.
    private interface Part {
        void run(MemorySegment chunk, int from, int n, int position);
    }

    private void each(long bytesPerPattern, Part part) {
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            int first = chunks.firstPosition(i);
            workers.run(
                    chunks.positions(i), bytesPerPattern, (from, to) -> part.run(chunk, from, to - from, first + from));
        }
    }

    private Work work(Plan plan) {
        return new Work(
                plan.dense() ? ComputePath.DENSE : ComputePath.BLOCK_SPARSE,
                chunks.geometry().positions() * plan.bytesTouched());
    }

    @Override
    public void pattern(int position, MemorySegment destination) {
        destination.copyFrom(chunks.pattern(position));
    }

    @Override
    public Work patternSum(Runs positions, long[] out) {
        indexer.begin();
        try {
            PatternSums.sum(chunks, workers, positions, vector, out);
        } finally {
            indexer.end();
        }
        return work(positions.count());
    }

    @Override
    public Work patternSum(Runs positions, double[] out) {
        PatternSums.sum(chunks, workers, positions, vector, out);
        return work(positions.count());
    }

    @Override
    public Work patternSum(double[] weights, double[] out) {
        PatternSums.weighted(chunks, workers, weights, out);
        return work(chunks.geometry().positions());
    }

    private Work work(int patterns) {
        var g = chunks.geometry();
        return new Work(
                patterns == g.positions() ? ComputePath.DENSE : ComputePath.BLOCK_SPARSE,
                (long) patterns * g.patternBytes());
    }

    @Override
    public HostChunks host() {
        return chunks;
    }

    @Override
    public long dropCache() {
        return index == null ? 0 : index.close();
    }

    @Override
    public void close() {
        dropCache();
        chunks.close();
    }
}
