package nbscope.compute.internal.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import nbscope.compute.OpenClDevice;
import nbscope.compute.internal.store.FrameStore;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Plan;
import nbscope.io.DType;
import org.jspecify.annotations.Nullable;

/// A time frame on an OpenCL device. Where the device shares the host's memory the chunks are wrapped, else copied;
/// the host's copy is then given back.
public final class ClStore implements FrameStore {
    private static final int GROUP = 64;

    private final OpenClDevice device;
    private final Geometry geometry;
    private final ClQueue queue;

    /// The data itself on unified memory; elsewhere one region at a time on its way to the device.
    private final @Nullable HostChunks host;

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
    public void sums(Plan plan, long[] out) {
        sums(plan, out.length, result -> MemorySegment.copy(result, ValueLayout.JAVA_LONG, 0, out, 0, out.length));
    }

    @Override
    public void sums(Plan plan, double[] out) {
        sums(plan, out.length, result -> MemorySegment.copy(result, ValueLayout.JAVA_DOUBLE, 0, out, 0, out.length));
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
    public void patternSum(long[] out) {
        patternSum(out.length, result -> MemorySegment.copy(result, ValueLayout.JAVA_LONG, 0, out, 0, out.length));
    }

    @Override
    public void patternSum(double[] out) {
        patternSum(out.length, result -> MemorySegment.copy(result, ValueLayout.JAVA_DOUBLE, 0, out, 0, out.length));
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
