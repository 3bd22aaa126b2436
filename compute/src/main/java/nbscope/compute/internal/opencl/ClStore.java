package nbscope.compute.internal.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nbscope.compute.ComputePath;
import nbscope.compute.OpenClDevice;
import nbscope.compute.internal.store.FrameStore;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Pixels;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Runs;
import nbscope.compute.internal.sums.ScalarSums;
import nbscope.compute.internal.sums.WeightPlan;
import nbscope.compute.internal.sums.Work;
import nbscope.io.DType;
import org.jspecify.annotations.Nullable;

/// A time frame on an OpenCL device. Where the device shares the host's memory the chunks are wrapped, else
/// copied; the host's copy is then given back.
public final class ClStore implements FrameStore {
    private static final int GROUP = 64;
    private static final long BATCH_BYTES = 4 << 20;

    private final OpenClDevice device;
    private final Geometry geometry;
    private final ClQueue queue;

    /// The data itself on unified memory; elsewhere one region at a time on its way to the device.
    private final @Nullable HostChunks host;

    private final ScalarSums scalar = new ScalarSums();
    private final int rowsPerChunk;
    private final List<ClQueue.Buffer> chunks = new ArrayList<>();

    /// @throws ClException when the device has no room; nothing is kept then
    public ClStore(Geometry geometry, OpenClDevice device, ClQueue queue) {
        if (!geometry.dtype().isInteger() && !device.doubles()) {
            throw new IllegalArgumentException(device.name() + " cannot compute in float64, which sums of "
                    + geometry.dtype() + " data need; use Device.java()");
        }
        this.device = device;
        this.geometry = geometry;
        this.queue = queue;
        this.rowsPerChunk = geometry.rowsPerChunk(device.maxAllocation());
        this.host = device.unifiedMemory() ? new HostChunks(geometry, device.maxAllocation()) : null;
        if (host == null) {
            try {
                for (int i = 0; i < count(); i++) {
                    chunks.add(queue.allocate(rows(i) * geometry.rowBytes() + HostChunks.PADDING));
                }
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }
    }

    @Override
    public void fill(int row, int rows, RowReader reader) {
        for (int r = row; r < row + rows; ) {
            int chunk = r / rowsPerChunk;
            int n = Math.min(row + rows, chunk * rowsPerChunk + rows(chunk)) - r;
            if (host != null) {
                reader.read(r, n, host.rows(r, n));
            } else {
                try (var arena = Arena.ofShared()) {
                    var staging = arena.allocate(n * geometry.rowBytes(), 4096);
                    reader.read(r, n, staging);
                    queue.write(chunks.get(chunk), r % rowsPerChunk * geometry.rowBytes(), staging);
                }
            }
            r += n;
        }
    }

    /// Wraps only now: OpenCL lets the host change a wrapped segment no more.
    @Override
    public void ready() {
        if (host != null) {
            for (int i = 0; i < host.count(); i++) {
                chunks.add(queue.wrap(host.chunk(i)));
            }
        }
    }

    @Override
    public Work sums(Plan plan, long[] out) {
        sums(plan, out.length, result -> MemorySegment.copy(result, ValueLayout.JAVA_LONG, 0, out, 0, out.length));
        return work(plan.dense(), plan.bytesTouched());
    }

    @Override
    public Work sums(Plan plan, double[] out) {
        sums(plan, out.length, result -> MemorySegment.copy(result, ValueLayout.JAVA_DOUBLE, 0, out, 0, out.length));
        return work(plan.dense(), plan.bytesTouched());
    }

    private Work work(boolean dense, long bytesPerPattern) {
        return new Work(dense ? ComputePath.DENSE : ComputePath.BLOCK_SPARSE, geometry.positions() * bytesPerPattern);
    }

    @Override
    public Work weighted(WeightPlan plan, double[] out) {
        onHost((chunk, n, at) ->
                scalar.weighted(geometry.dtype(), chunk, geometry.patternBytes(), 0, n, plan, out, at));
        return work(plan.allBlocks(), plan.bytesTouched());
    }

    @Override
    public Work moments(Plan plan, long[] sum, long[] byRow, long[] byCol) {
        long[][] out = {sum, byRow, byCol};
        onHost((chunk, n, at) -> scalar.moments(
                geometry.dtype(), chunk, geometry.patternBytes(), 0, n, plan, geometry.detCols(), out, at));
        return work(plan.dense(), plan.bytesTouched());
    }

    @Override
    public Work moments(Plan plan, double[] sum, double[] byRow, double[] byCol) {
        double[][] out = {sum, byRow, byCol};
        onHost((chunk, n, at) -> scalar.moments(
                geometry.dtype(), chunk, geometry.patternBytes(), 0, n, plan, geometry.detCols(), out, at));
        return work(plan.dense(), plan.bytesTouched());
    }

    /// What is done on the host with `n` patterns, the first of which is scan position `position`.
    private interface Part {
        void run(MemorySegment patterns, int n, int position);
    }

    private void onHost(Part part) {
        int batch = (int) Math.max(1, Math.min(geometry.positions(), BATCH_BYTES / geometry.patternBytes()));
        try (var arena = Arena.ofConfined()) {
            var patterns = arena.allocate((long) batch * geometry.patternBytes() + HostChunks.PADDING, 64);
            for (int at = 0; at < geometry.positions(); at += batch) {
                int n = Math.min(batch, geometry.positions() - at);
                for (int i = 0; i < n; i++) {
                    pattern(at + i, patterns.asSlice((long) i * geometry.patternBytes(), geometry.patternBytes()));
                }
                part.run(patterns, n, at);
            }
        }
    }

    private void sums(Plan plan, int n, java.util.function.Consumer<MemorySegment> taker) {
        if (plan.blocks().length == 0) {
            return;
        }
        List<ClQueue.Buffer> scratch = new ArrayList<>();
        synchronized (queue) {
            try (var arena = Arena.ofConfined()) {
                var blocks = keep(scratch, queue.copyOf(plan.blocks()));
                var mask = keep(scratch, queue.copyOf(plan.mask()));
                var out = keep(scratch, queue.allocate(8L * n));
                for (int i = 0; i < chunks.size(); i++) {
                    long patterns = (long) rows(i) * geometry.scanCols();
                    queue.launch(
                            geometry.dtype(),
                            device.isGpu() ? "sums_per_group" : "sums_per_item",
                            device.isGpu() ? patterns * GROUP : patterns,
                            device.isGpu() ? GROUP : 0,
                            chunks.get(i),
                            blocks,
                            mask,
                            plan.blocks().length,
                            plan.dense() ? 1 : 0,
                            geometry.pixels(),
                            out,
                            i * rowsPerChunk * geometry.scanCols());
                }
                var result = arena.allocate(8L * n, 8);
                queue.read(out, 0, result);
                taker.accept(result);
            } finally {
                scratch.forEach(queue::release);
            }
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
        try (var arena = Arena.ofConfined()) {
            var bytes = arena.allocate(geometry.patternBytes(), 8);
            queue.read(chunks.get(position / perChunk), offset, bytes);
            destination.copyFrom(bytes);
        }
    }

    @Override
    public Work patternSum(Runs positions, long[] out) {
        if (positions.count() == geometry.positions()) {
            patternSum(out.length, result -> MemorySegment.copy(result, ValueLayout.JAVA_LONG, 0, out, 0, out.length));
        } else {
            long[] pattern = new long[out.length];
            selected(positions.numbers(), patterns -> {
                Pixels.toLongs(geometry.dtype(), patterns, 0, pattern, pattern.length);
                for (int p = 0; p < out.length; p++) {
                    out[p] += pattern[p];
                }
            });
        }
        return patterns(positions.count());
    }

    @Override
    public Work patternSum(Runs positions, double[] out) {
        if (positions.count() == geometry.positions()) {
            patternSum(
                    out.length, result -> MemorySegment.copy(result, ValueLayout.JAVA_DOUBLE, 0, out, 0, out.length));
            return patterns(positions.count());
        }
        double[] weights = new double[geometry.positions()];
        for (int s : positions.numbers()) {
            weights[s] = 1;
        }
        return patternSum(weights, out);
    }

    @Override
    public Work patternSum(double[] weights, double[] out) {
        int[] numbers =
                IntStream.range(0, weights.length).filter(s -> weights[s] != 0).toArray();
        double[] pattern = new double[out.length];
        int[] next = new int[1];
        selected(numbers, patterns -> {
            double weight = weights[numbers[next[0]++]];
            Pixels.toDoubles(geometry.dtype(), patterns, 0, pattern, pattern.length);
            for (int p = 0; p < out.length; p++) {
                out[p] += weight * pattern[p];
            }
        });
        return patterns(numbers.length);
    }

    private Work patterns(int n) {
        return new Work(
                n == geometry.positions() ? ComputePath.DENSE : ComputePath.BLOCK_SPARSE,
                (long) n * geometry.patternBytes());
    }

    private void selected(int[] positions, java.util.function.Consumer<MemorySegment> taker) {
        try (var arena = Arena.ofConfined()) {
            var bytes = arena.allocate(geometry.patternBytes(), 8);
            for (int s : positions) {
                pattern(s, bytes);
                taker.accept(bytes);
            }
        }
    }

    private void patternSum(int n, java.util.function.Consumer<MemorySegment> taker) {
        synchronized (queue) {
            var out = queue.allocate(8L * n);
            try (var arena = Arena.ofConfined()) {
                var values = arena.allocate(8L * n, 8);
                queue.write(out, 0, values);
                for (int i = 0; i < chunks.size(); i++) {
                    DType t = geometry.dtype();
                    int patterns = rows(i) * geometry.scanCols();
                    queue.launch(t, "pattern_sum", n, 0, chunks.get(i), geometry.pixels(), patterns, out);
                }
                queue.read(out, 0, values);
                taker.accept(values);
            } finally {
                queue.release(out);
            }
        }
    }

    @Override
    public @Nullable HostChunks host() {
        return host;
    }

    /// Buffers first: they point into the host's memory.
    @Override
    public void close() {
        try {
            chunks.forEach(queue::release);
        } finally {
            chunks.clear();
            if (host != null) {
                host.close();
            }
        }
    }

    private int count() {
        return (geometry.scanRows() + rowsPerChunk - 1) / rowsPerChunk;
    }

    private int rows(int chunk) {
        return Math.min(rowsPerChunk, geometry.scanRows() - chunk * rowsPerChunk);
    }

    private static ClQueue.Buffer keep(List<ClQueue.Buffer> scratch, ClQueue.Buffer buffer) {
        scratch.add(buffer);
        return buffer;
    }
}
