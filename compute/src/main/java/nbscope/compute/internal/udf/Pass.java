package nbscope.compute.internal.udf;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import nbscope.compute.internal.sums.Pixels;
import nbscope.compute.udf.BufferSpec;
import nbscope.compute.udf.CorrectionSet;
import nbscope.compute.udf.ResultBuffers;
import nbscope.compute.udf.TileProcessor;
import nbscope.compute.udf.Udf;
import nbscope.compute.udf.UdfMeta;
import nbscope.io.CacheSizes;
import nbscope.io.DType;
import nbscope.io.JobExecutor;
import nbscope.io.TilingPreferences;
import org.jspecify.annotations.Nullable;

/// One pass over the data for some UDFs: the tasks, what a task does, the merged results. The data is read
/// once: each tile goes through every UDF while it is in the cache.
public final class Pass implements AutoCloseable {
    /// A cell that watches a run gets at least 20 pictures of it.
    private static final int LEAST_TASKS = 32;

    private static final long SMALLEST_TASK = 512L << 10;
    private static final long LARGEST_TASK = 8L << 20;

    /// Merging a partition costs about as much as reading its buffers twice.
    private static final int TASK_PER_BUFFER = 64;

    /// What a task made: one set of buffers per UDF, or none when the pass was stopped meanwhile.
    public record Part(int from, int to, List<ResultBuffers> buffers) {}

    private final TileSource source;
    private final List<Udf<?>> udfs;
    private final List<UdfMeta> metas = new ArrayList<>();
    private final List<TileProcessor> processors = new ArrayList<>();
    private final List<List<BufferSpec>> specs = new ArrayList<>();
    private final List<ResultBuffers> merged = new ArrayList<>();
    private final TilingPreferences wishes;
    private final @Nullable Corrector corrector;
    private final DType base;
    private final int navSize;
    private final int workers;
    private final LongAdder bytesRead = new LongAdder();
    private final ConcurrentLinkedQueue<Scratch> scratches = new ConcurrentLinkedQueue<>();
    private int done;
    private volatile boolean stopped;

    /// @param selected ascending flat scan positions, or null for all
    /// @param workers  tasks that run at once; caches are shared among them
    public Pass(
            TileSource source,
            List<? extends Udf<?>> udfs,
            int @Nullable [] selected,
            CorrectionSet corrections,
            int workers) {
        var g = source.geometry();
        this.source = source;
        this.udfs = List.copyOf(udfs);
        this.workers = workers;
        this.corrector = corrections.isEmpty() ? null : new Corrector(corrections, g.detRows(), g.detCols());
        this.base = corrector == null ? g.dtype() : Corrector.type(g.dtype());
        this.navSize = selected == null ? g.positions() : selected.length;
        var all = TilingPreferences.tiles();
        for (var udf : this.udfs) {
            DType input = inputType(base, udf.tiling());
            var meta = new UdfMeta(g.scanRows(), g.scanCols(), g.detRows(), g.detCols(), g.dtype(), input, selected);
            metas.add(meta);
            var buffers = List.copyOf(udf.buffers(meta));
            specs.add(buffers);
            processors.add(udf.prepare(meta));
            var result = buffers.stream().filter(b -> !b.scratch()).toList();
            merged.add(new ResultBuffers(meta, result, 0, navSize));
            all = all.with(udf.tiling());
        }
        this.wishes = all;
    }

    /// The type in which a UDF gets pixels: as they are when it takes that, else the float that loses
    /// nothing, else the one that it takes.
    private static DType inputType(DType base, TilingPreferences wishes) {
        if (wishes.accepts().contains(base)) {
            return base;
        }
        DType exact = Corrector.type(base);
        return wishes.accepts().contains(exact) ? exact : exact == DType.F64 ? DType.F32 : DType.F64;
    }

    /// The work, in order of the positions.
    public List<JobExecutor.Task<Pass, Part>> tasks() {
        int depth = depth();
        long perFrame = Math.max(1, source.geometry().patternBytes());
        long bytes = SMALLEST_TASK;
        for (var list : specs) {
            for (var spec : list) {
                if (spec.kind() != BufferSpec.Kind.NAV) {
                    long entries = spec.kind() == BufferSpec.Kind.SIG
                            ? source.geometry().pixels()
                            : 1;
                    bytes += TASK_PER_BUFFER
                            * entries
                            * spec.extraSize()
                            * spec.dtype().bytes();
                }
            }
        }
        long frames = Math.min(LARGEST_TASK, bytes) / perFrame;
        frames = Math.min(frames, (navSize + LEAST_TASKS - 1) / LEAST_TASKS);
        int step = (int) Math.max(1, frames > depth ? frames / depth * depth : frames);
        List<JobExecutor.Task<Pass, Part>> tasks = new ArrayList<>();
        for (int from = 0; from < navSize; ) {
            int first = from;
            // The first ones are of one tile: in a new JVM their code still runs slowly, and somebody waits.
            int end = Math.min(navSize, from + (tasks.size() < workers ? Math.min(step, depth) : step));
            from = end;
            tasks.add(pass -> pass.part(first, end));
        }
        return tasks;
    }

    /// Frames per tile: half a core's second cache, and no more than its share of the third.
    private int depth() {
        if (wishes.method() == TilingPreferences.Method.PARTITION) {
            return Integer.MAX_VALUE;
        }
        var caches = CacheSizes.ofMachine();
        long target = Math.min(caches.l2() / 2, caches.l3() / (2L * workers));
        int pixel = Math.max(base.bytes(), source.geometry().dtype().bytes());
        long frames =
                Math.min(target, wishes.bytes()) / ((long) source.geometry().pixels() * pixel);
        // Sums over frames take four at a time.
        return (int) Math.max(4, Math.min(1 << 20, frames / 4 * 4));
    }

    private Part part(int from, int to) {
        List<ResultBuffers> buffers = new ArrayList<>(udfs.size());
        for (int u = 0; u < udfs.size(); u++) {
            buffers.add(new ResultBuffers(metas.get(u), specs.get(u), from, to - from));
        }
        Scratch scratch = scratches.poll();
        if (scratch == null) {
            scratch = new Scratch();
        }
        try {
            var tiles = new Tiles(scratch, new Line(source.geometry().pixels()));
            int depth = depth();
            for (int at = from; at < to && !stopped; ) {
                int[] end = {at};
                int first = at;
                source.reading(() -> end[0] = tile(first, to, depth, buffers, tiles));
                at = end[0];
            }
        } finally {
            scratches.add(scratch);
        }
        if (stopped) {
            return new Part(from, to, List.of());
        }
        for (int u = 0; u < udfs.size(); u++) {
            processors.get(u).postprocess(buffers.get(u));
            buffers.get(u).dropScratch();
        }
        return new Part(from, to, buffers);
    }

    private record Tiles(Scratch scratch, Line line) {}

    /// Works on one tile that begins with computed position `from`.
    ///
    /// @return the first position that it did not take
    private int tile(int from, int to, int depth, List<ResultBuffers> buffers, Tiles tiles) {
        var meta = metas.getFirst();
        var g = source.geometry();
        int first = meta.position(from);
        int reach = source.contiguous(first);
        int n = 1;
        while (n < depth && from + n < to) {
            int next = meta.position(from + n);
            if (next - first >= reach || (source.copies() && next != first + n)) {
                break;
            }
            n++;
        }
        int span = meta.position(from + n - 1) - first + 1;
        var data = source.patterns(first, span, tiles.scratch());
        bytesRead.add((long) n * g.patternBytes());
        long[] offsets = new long[n];
        for (int i = 0; i < n; i++) {
            offsets[i] = (long) (meta.position(from + i) - first) * g.patternBytes();
        }
        if (corrector != null) {
            var corrected = tiles.scratch().take(Scratch.Use.CORRECT, (long) n * g.pixels() * base.bytes());
            for (int i = 0; i < n; i++) {
                long at = (long) i * g.pixels() * base.bytes();
                corrector.correct(g.dtype(), data, offsets[i], corrected, at, tiles.line());
                offsets[i] = at;
            }
            data = corrected;
        }
        process(new RawTile(data, offsets, n, from), buffers, tiles);
        return from + n;
    }

    /// Pixels of type `base`.
    private record RawTile(MemorySegment data, long[] offsets, int depth, int from) {}

    private void process(RawTile raw, List<ResultBuffers> buffers, Tiles tiles) {
        @Nullable RawTile floats = null;
        @Nullable RawTile doubles = null;
        for (int u = 0; u < udfs.size(); u++) {
            DType input = metas.get(u).inputType();
            RawTile tile = raw;
            if (input != base && input == DType.F32) {
                floats = floats == null ? converted(raw, DType.F32, tiles) : floats;
                tile = floats;
            } else if (input != base) {
                doubles = doubles == null ? converted(raw, DType.F64, tiles) : doubles;
                tile = doubles;
            }
            processors.get(u).processTile(tileOf(u, tile), buffers.get(u));
        }
    }

    private nbscope.compute.udf.DataTile tileOf(int u, RawTile t) {
        int pixels = source.geometry().pixels();
        return new nbscope.compute.udf.DataTile(metas.get(u), t.data(), t.offsets(), t.depth(), t.from(), 0, pixels);
    }

    private RawTile converted(RawTile raw, DType to, Tiles tiles) {
        int pixels = source.geometry().pixels();
        long frame = (long) pixels * to.bytes();
        var use = to == DType.F32 ? Scratch.Use.AS_FLOAT : Scratch.Use.AS_DOUBLE;
        var out = tiles.scratch().take(use, raw.depth() * frame);
        long[] offsets = new long[raw.depth()];
        for (int i = 0; i < raw.depth(); i++) {
            offsets[i] = i * frame;
            if (to == DType.F32) {
                float[] values = tiles.line().floats();
                FloatPixels.toFloats(base, raw.data(), raw.offsets()[i], values, pixels);
                MemorySegment.copy(values, 0, out, Pixels.F32, offsets[i], pixels);
            } else {
                double[] values = tiles.line().doubles();
                Pixels.toDoubles(base, raw.data(), raw.offsets()[i], values, 0, pixels);
                MemorySegment.copy(values, 0, out, Pixels.F64, offsets[i], pixels);
            }
        }
        return new RawTile(out, offsets, raw.depth(), raw.from());
    }

    /// Merges what a task made. One caller at a time.
    ///
    /// @return whether there was something
    public synchronized boolean merge(Part part) {
        if (part.buffers().isEmpty()) {
            return false;
        }
        for (int u = 0; u < udfs.size(); u++) {
            udfs.get(u).merge(merged.get(u), part.buffers().get(u));
            merged.get(u).markValid(part.buffers().get(u));
        }
        done += part.to() - part.from();
        return true;
    }

    /// Copies of the buffers as they are now, one per UDF.
    public synchronized List<ResultBuffers> snapshot() {
        return merged.stream().map(ResultBuffers::copy).toList();
    }

    /// The buffers themselves; for when nothing is merged any more.
    public List<ResultBuffers> merged() {
        return merged;
    }

    public List<Udf<?>> udfs() {
        return udfs;
    }

    /// Merged part of the positions, 0 to 1.
    public synchronized double progress() {
        return navSize == 0 ? 1 : (double) done / navSize;
    }

    /// Bytes of the stack that tiles covered so far.
    public long bytesRead() {
        return bytesRead.sum();
    }

    /// Ends the tasks at their next tile.
    public void stop() {
        stopped = true;
    }

    /// Gives the scratch memory back; no task may run any more.
    @Override
    public void close() {
        for (Scratch s; (s = scratches.poll()) != null; ) {
            s.close();
        }
    }
}
