package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import nbscope.compute.JavaDevice;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.index.FrameIndex;
import nbscope.compute.internal.index.Indexer;
import nbscope.compute.internal.sums.PatternSums;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.ScalarSums;
import nbscope.compute.internal.sums.SumKernel;
import nbscope.compute.internal.sums.VectorSums;
import nbscope.compute.internal.sums.WarmUp;
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
        // An interface-typed field and a lazy `new`: without the module VectorSums is never loaded.
        this.vector = device.vector();
        this.kernel = vector ? new VectorSums() : scalar;
        this.workers = owner.workers();
        this.warmUp = owner.warmUp();
        this.indexer = owner.indexer();
        this.chunks = new HostChunks(geometry, maxAllocation);
        // Not for the scalar path beside a Vector API: it is the oracle of all others and stays as plain as it is.
        boolean indexed = vector || !JavaDevice.vectorModulePresent();
        this.index = indexed ? new FrameIndex(chunks, indexer, stack, frame, device.name()) : null;
    }

    @Override
    public void fill(int row, int rows, RowReader reader) {
        for (int r = row; r < row + rows; ) {
            int n = Math.min(row + rows - r, chunks.rowsLeft(r));
            reader.read(r, n, chunks.rows(r, n));
            r += n;
        }
    }

    @Override
    public void sums(Plan plan, long[] out) {
        if (index == null) {
            blocks(plan, out);
            return;
        }
        indexer.begin();
        try {
            if (!index.sum(plan, workers, out)) {
                blocks(plan, out);
            }
        } finally {
            indexer.end();
        }
        // Only now: the first image does not wait for the index, nor share the cores with its making.
        index.ask();
    }

    private void blocks(Plan plan, long[] out) {
        var g = chunks.geometry();
        boolean early = vector && !warmUp.isCompiled(g.dtype());
        var k = early ? scalar : kernel;
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            int first = chunks.firstPosition(i);
            workers.run(
                    chunks.positions(i),
                    plan.bytesTouched(),
                    (from, to) -> k.sum(g.dtype(), chunk, g.patternBytes(), from, to - from, plan, out, first + from));
        }
        if (early) {
            // Only now: while the first picture is on its way every core is needed for it.
            warmUp.start(g.dtype(), kernel);
        }
    }

    @Override
    public void sums(Plan plan, double[] out) {
        var g = chunks.geometry();
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            int first = chunks.firstPosition(i);
            workers.run(
                    chunks.positions(i),
                    plan.bytesTouched(),
                    (from, to) ->
                            kernel.sum(g.dtype(), chunk, g.patternBytes(), from, to - from, plan, out, first + from));
        }
    }

    @Override
    public void pattern(int position, MemorySegment destination) {
        destination.copyFrom(chunks.pattern(position));
    }

    @Override
    public void patternSum(long[] out) {
        indexer.begin();
        try {
            PatternSums.sum(chunks, workers, out);
        } finally {
            indexer.end();
        }
    }

    @Override
    public void patternSum(double[] out) {
        PatternSums.sum(chunks, workers, out);
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
