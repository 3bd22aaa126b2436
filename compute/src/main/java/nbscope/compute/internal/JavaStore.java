package nbscope.compute.internal;

import java.lang.foreign.MemorySegment;

/// A time frame in plain memory, computed on by Java.
public final class JavaStore implements FrameStore {
    private final HostChunks chunks;
    private final SumKernel kernel;
    private final SumKernel scalar = new ScalarSums();
    private final Workers workers;
    private final WarmUp warmUp;
    private final boolean vector;

    public JavaStore(Geometry geometry, boolean vector, Owner owner) {
        this(geometry, vector, owner, Long.MAX_VALUE);
    }

    /// @param maxAllocation largest chunk in bytes
    JavaStore(Geometry geometry, boolean vector, Owner owner, long maxAllocation) {
        // An interface-typed field and a lazy `new`: without the module VectorSums is never loaded.
        this.kernel = vector ? new VectorSums() : scalar;
        this.vector = vector;
        this.workers = owner.workers();
        this.warmUp = owner.warmUp();
        this.chunks = new HostChunks(geometry, maxAllocation);
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
        PatternSums.sum(chunks, workers, out);
    }

    @Override
    public void patternSum(double[] out) {
        PatternSums.sum(chunks, workers, out);
    }

    @Override
    public void close() {
        chunks.close();
    }
}
