package nbscope.compute.internal.udf;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.udf.BufferSpec;
import nbscope.compute.udf.CorrectionSet;
import nbscope.compute.udf.ResultBuffers;
import nbscope.compute.udf.TileProcessor;
import nbscope.compute.udf.Udf;
import nbscope.compute.udf.UdfMeta;
import nbscope.io.CacheSizes;
import nbscope.io.DType;
import nbscope.io.JobExecutor;
import nbscope.io.Pixels;
import nbscope.io.TilingPreferences;
import nbscope.io.dataset.DataTile;
import nbscope.io.dataset.Negotiator;
import nbscope.io.dataset.Roi;
import nbscope.io.dataset.TileRequest;
import nbscope.io.dataset.TilingScheme;
import org.jspecify.annotations.Nullable;

/// One pass over the data for some UDFs: the tasks, what a task does, the merged results. The data is read
/// once: each tile goes through every UDF while it is in the cache.
public final class Pass implements AutoCloseable, Serializable {
    private static final long serialVersionUID = 1L;

    /// A cell that watches a run gets at least 20 pictures of it.
    private static final int LEAST_TASKS = 32;

    private static final long SMALLEST_TASK = 512L << 10;
    private static final long LARGEST_TASK = 8L << 20;

    /// Merging a partition costs about as much as reading its buffers twice.
    private static final int TASK_PER_BUFFER = 64;

    /// What a task made: one set of buffers per UDF, or none when the pass was stopped meanwhile; and the bytes of data
    /// that its tiles covered.
    public record Part(int from, int to, List<ResultBuffers> buffers, long bytes) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /// What a run is besides its data and its UDFs.
    ///
    /// @param roi         computed positions, null for all
    /// @param corrections applied before any UDF
    /// @param negotiator  finds the shape of tiles, null for the one of this machine's caches
    public record Settings(
            @Nullable Roi roi,
            CorrectionSet corrections,
            @Nullable Negotiator negotiator) {}

    private final Geometry geometry;
    private final transient List<? extends TileBlock> blocks;
    private final List<Udf<?>> udfs;
    private final transient List<UdfMeta> metas = new ArrayList<>();
    private final transient List<TileProcessor> processors = new ArrayList<>();
    private final transient List<List<BufferSpec>> specs = new ArrayList<>();
    private final transient List<ResultBuffers> merged = new ArrayList<>();
    private final TilingScheme scheme;
    private final @Nullable Roi roi;
    private final transient @Nullable Corrector corrector;
    private final DType base;
    private final transient Settings settings;
    private final int navSize;
    private final int workers;
    private final transient ConcurrentLinkedQueue<Scratch> scratches = new ConcurrentLinkedQueue<>();
    private boolean blockwise;
    private int done;
    private long bytesRead;
    private volatile boolean stopped;

    /// @param workers tasks that run at once; caches are shared among them
    public Pass(TileSource source, List<? extends Udf<?>> udfs, Settings settings, int workers) {
        this(source.geometry(), List.copyOf(udfs), settings, workers, source.blocks(settings.roi(), workers), null);
    }

    /// A pass in as many tasks as suit the executor. Where it wishes for few, each of them is a block of its own, so
    /// that no task carries the description of more than it reads.
    public static Pass on(JobExecutor executor, TileSource source, List<? extends Udf<?>> udfs, Settings settings) {
        var g = source.geometry();
        Roi roi = settings.roi();
        int wanted = executor.tasksFor((long) (roi == null ? g.positions() : roi.size()) * g.patternBytes());
        int workers = executor.workers();
        if (wanted == 0) {
            return new Pass(source, udfs, settings, workers);
        }
        var pass = new Pass(g, List.copyOf(udfs), settings, workers, source.blocks(roi, wanted), null);
        pass.blockwise = true;
        return pass;
    }

    /// @param known the shape of tiles, null to find it
    private Pass(
            Geometry geometry,
            List<Udf<?>> udfs,
            Settings settings,
            int workers,
            List<? extends TileBlock> blocks,
            @Nullable TilingScheme known) {
        this.geometry = geometry;
        this.udfs = udfs;
        this.settings = settings;
        this.workers = workers;
        this.blocks = blocks;
        this.roi = settings.roi();
        var corrections = settings.corrections();
        this.corrector =
                corrections.isEmpty() ? null : new Corrector(corrections, geometry.detRows(), geometry.detCols());
        this.base = corrector == null ? geometry.dtype() : Corrector.type(geometry.dtype());
        this.navSize = roi == null ? geometry.positions() : roi.size();
        for (var udf : udfs) {
            var meta = meta(udf);
            metas.add(meta);
            var buffers = List.copyOf(udf.buffers(meta));
            specs.add(buffers);
            processors.add(udf.prepare(meta));
            var result = buffers.stream().filter(b -> !b.scratch()).toList();
            merged.add(new ResultBuffers(meta, result, 0, known == null ? navSize : 0));
        }
        this.scheme = known == null ? scheme() : known;
    }

    private UdfMeta meta(Udf<?> udf) {
        var g = geometry;
        DType input = inputType(base, udf.tiling());
        return new UdfMeta(g.scanRows(), g.scanCols(), g.detRows(), g.detCols(), g.dtype(), input, roi);
    }

    private TilingScheme scheme() {
        int[] sig = {geometry.detRows(), geometry.detCols()};
        if (blocks.isEmpty()) {
            return TilingScheme.frames(1, sig);
        }
        Negotiator asked = settings.negotiator();
        var negotiator = asked == null ? Negotiator.forCaches(CacheSizes.ofMachine(), workers) : asked;
        var first = blocks.getFirst();
        boolean selected = roi != null;
        int item = Math.max(base.bytes(), geometry.dtype().bytes());
        return negotiator.scheme(new Negotiator.Request(
                udfs.stream().map(Udf::tiling).toList(),
                sig,
                first.to() - first.from(),
                first.baseShape(selected),
                item,
                corrector != null || first.copies(),
                Negotiator.Request.USUAL_IO_BYTES,
                Negotiator.Request.USUAL_SIG_BYTES / geometry.dtype().bytes(),
                corrector != null,
                shape -> first.adjustTileShape(shape, selected)));
    }

    /// What travels to a worker in the place of a pass: enough to do its tasks, without its blocks and results.
    private record Recipe(
            Geometry geometry, List<Udf<?>> udfs, @Nullable Roi roi, CorrectionSet corrections, TilingScheme scheme)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        private Object readResolve() {
            return new Pass(geometry, udfs, new Settings(roi, corrections, null), 1, List.of(), scheme);
        }
    }

    private Object writeReplace() {
        return new Recipe(geometry, udfs, roi, settings.corrections(), scheme);
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
        int depth = scheme.depth();
        int step = step();
        List<JobExecutor.Task<Pass, Part>> tasks = new ArrayList<>();
        for (var block : blocks) {
            boolean whole = blockwise || scheme.intent() == TilingPreferences.Method.PARTITION;
            int most = whole ? block.to() - block.from() : step;
            for (int from = block.from(); from < block.to(); ) {
                int first = from;
                // The first ones are of one tile: in a new JVM their code still runs slowly, and somebody waits.
                int frames = tasks.size() < workers && !blockwise ? Math.min(most, depth) : most;
                int end = (int) Math.min(block.to(), (long) from + frames);
                from = end;
                tasks.add(new BlockTask(block, first, end));
            }
        }
        return tasks;
    }

    /// Some positions of a block.
    private record BlockTask(TileBlock block, int from, int to) implements JobExecutor.Task<Pass, Part> {
        private static final long serialVersionUID = 1L;

        @Override
        public Part run(Pass pass) {
            return pass.part(block, from, to);
        }

        @Override
        public void close() {
            block.close();
        }
    }

    /// Positions per task: enough that merging its buffers costs little, few enough that somebody sees progress.
    private int step() {
        int depth = scheme.depth();
        long perFrame = Math.max(1, geometry.patternBytes());
        long bytes = SMALLEST_TASK;
        for (var list : specs) {
            for (var spec : list) {
                if (spec.kind() != BufferSpec.Kind.NAV) {
                    long entries = spec.kind() == BufferSpec.Kind.SIG ? geometry.pixels() : 1;
                    bytes += TASK_PER_BUFFER
                            * entries
                            * spec.extraSize()
                            * spec.dtype().bytes();
                }
            }
        }
        long frames = Math.min(LARGEST_TASK, bytes) / perFrame;
        frames = Math.min(frames, (navSize + LEAST_TASKS - 1) / LEAST_TASKS);
        return (int) Math.max(1, frames > depth ? frames / depth * depth : frames);
    }

    private Part part(TileBlock block, int from, int to) {
        List<ResultBuffers> buffers = new ArrayList<>(udfs.size());
        for (int u = 0; u < udfs.size(); u++) {
            buffers.add(new ResultBuffers(metas.get(u), specs.get(u), from, to - from));
        }
        long[] bytes = {0};
        Scratch scratch = scratches.poll();
        if (scratch == null) {
            scratch = new Scratch();
        }
        try {
            var tiles = new Tiles(scratch, new Line(geometry.pixels()));
            if (!stopped) {
                var fitted = scheme.forPartition(to - from);
                block.tiles(new TileRequest(fitted, roi, from, to), scratch, tile -> {
                    bytes[0] +=
                            (long) tile.depth() * tile.pixels() * tile.dtype().bytes();
                    process(corrected(tile, tiles), buffers, tiles);
                    return !stopped && !Thread.currentThread().isInterrupted();
                });
            }
        } finally {
            scratches.add(scratch);
        }
        if (Thread.currentThread().isInterrupted()) {
            // On another machine nobody can say stop.
            throw new CancellationException("a task was interrupted");
        }
        if (stopped) {
            return new Part(from, to, List.of(), bytes[0]);
        }
        for (int u = 0; u < udfs.size(); u++) {
            processors.get(u).postprocess(buffers.get(u));
            buffers.get(u).dropScratch();
        }
        return new Part(from, to, buffers, bytes[0]);
    }

    private record Tiles(Scratch scratch, Line line) {}

    private DataTile corrected(DataTile tile, Tiles tiles) {
        Corrector c = corrector;
        if (c == null) {
            return tile;
        }
        long frame = (long) tile.pixels() * base.bytes();
        var corrected = tiles.scratch().take(Scratch.Use.CORRECT, tile.depth() * frame);
        long[] offsets = new long[tile.depth()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i * frame;
            c.correct(tile.dtype(), tile.data(), tile.offset(i), corrected, offsets[i], tiles.line());
        }
        return like(tile, corrected, base, offsets);
    }

    /// The same frames and pixels in other memory.
    private static DataTile like(DataTile tile, MemorySegment data, DType type, long[] offsets) {
        return new DataTile(
                data,
                type,
                offsets,
                tile.depth(),
                tile.firstIndex(),
                tile.roi(),
                tile.firstPixel(),
                tile.pixels(),
                tile.schemeIndex());
    }

    /// @param raw pixels of type `base`
    private void process(DataTile raw, List<ResultBuffers> buffers, Tiles tiles) {
        @Nullable DataTile floats = null;
        @Nullable DataTile doubles = null;
        for (int u = 0; u < udfs.size(); u++) {
            DType input = metas.get(u).inputType();
            DataTile tile = raw;
            if (input != base && input == DType.F32) {
                floats = floats == null ? converted(raw, DType.F32, tiles) : floats;
                tile = floats;
            } else if (input != base) {
                doubles = doubles == null ? converted(raw, DType.F64, tiles) : doubles;
                tile = doubles;
            }
            processors.get(u).processTile(tile, buffers.get(u));
        }
    }

    private DataTile converted(DataTile raw, DType to, Tiles tiles) {
        int pixels = raw.pixels();
        long frame = (long) pixels * to.bytes();
        var use = to == DType.F32 ? Scratch.Use.AS_FLOAT : Scratch.Use.AS_DOUBLE;
        var out = tiles.scratch().take(use, raw.depth() * frame);
        long[] offsets = new long[raw.depth()];
        for (int i = 0; i < raw.depth(); i++) {
            offsets[i] = i * frame;
            if (to == DType.F32) {
                float[] values = tiles.line().floats();
                FloatPixels.toFloats(base, raw.data(), raw.offset(i), values, pixels);
                MemorySegment.copy(values, 0, out, Pixels.F32, offsets[i], pixels);
            } else {
                double[] values = tiles.line().doubles();
                Pixels.toDoubles(base, raw.data(), raw.offset(i), values, 0, pixels);
                MemorySegment.copy(values, 0, out, Pixels.F64, offsets[i], pixels);
            }
        }
        return like(raw, out, to, offsets);
    }

    /// Merges what a task made. One caller at a time.
    ///
    /// @return whether there was something
    public synchronized boolean merge(Part part) {
        bytesRead += part.bytes();
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

    /// Bytes of data that the tiles of finished tasks covered.
    public synchronized long bytesRead() {
        return bytesRead;
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
        blocks.forEach(TileBlock::close);
    }
}
