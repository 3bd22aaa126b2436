package nbscope.io.internal.zarr;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import nbscope.io.PlaneSource;
import nbscope.io.internal.array.ParallelRead;
import nbscope.io.internal.zarr.TileFiles.Tile;
import org.jspecify.annotations.Nullable;

/// Makes the tiles of all levels, each after the up to four that it is the half of, so that a tile that
/// is there means that all below it are. A thread goes through one such tree at a time and holds one
/// tile per level: memory does not grow with the image. The trees end at a level that has enough of
/// them for all threads; what lies above is made of the files of that level.
final class PyramidWriter {
    /// Trees for each thread, so that none waits long at the end.
    private static final int TREES = 8;

    private final PlaneSource source;
    private final List<TileFiles> levels;
    private final Planes planes;
    private final LongConsumer progress;
    private final int item;
    private final int threads;
    private final int split;
    private final ConcurrentLinkedQueue<Work> idle = new ConcurrentLinkedQueue<>();
    private long done;

    /// @param memory bytes that all threads may use together
    PyramidWriter(PlaneSource source, List<TileFiles> levels, Planes planes, LongConsumer progress, long memory) {
        this.source = source;
        this.levels = levels;
        this.planes = planes;
        this.progress = progress;
        item = source.dtype().bytes();
        int wanted = ParallelRead.threads();
        int at = levels.size() - 1;
        while (at > 0 && trees(at) < (long) TREES * wanted) {
            at--;
        }
        while (at > (levels.size() - 1) / 2 && memory / bytes(at) < wanted) {
            at--;
        }
        split = at;
        threads = (int) Math.min(wanted, memory / bytes(split));
        if (threads < 1) {
            throw new IllegalArgumentException("chunks or shards of " + tile(0).tileBytes(item)
                    + " bytes do not fit the memory; take smaller ones, or start Java with more (-Xmx)");
        }
    }

    private Pyramid.Level tile(int level) {
        return levels.get(level).level();
    }

    private long trees(int level) {
        return Math.multiplyExact(
                planes.count(),
                Math.multiplyExact(tile(level).tilesDown(), tile(level).tilesAcross()));
    }

    /// Of one thread: a tile for each level that it holds at once, and chunks on their way through a
    /// codec.
    private long bytes(int level) {
        int held = Math.max(level + 1, levels.size() - level);
        Pyramid.Level largest = tile(0);
        long chunk = (long) largest.chunkRows() * largest.chunkCols() * item;
        return held * largest.tileBytes(item) + 5 * chunk;
    }

    /// @throws CancellationException when the thread is interrupted
    void write() {
        trees(split, true);
        if (split < levels.size() - 1) {
            trees(levels.size() - 1, false);
        }
    }

    private void trees(int level, boolean fromSource) {
        long across = tile(level).tilesAcross();
        long each = tile(level).tilesDown() * across;
        int parts = Math.toIntExact(trees(level));
        ParallelRead.run(parts, threads, this::borrow, idle::offer, (i, work) -> {
            long[] plane = planes.at(i / each);
            long rest = i % each;
            Tile tile = new Tile(plane, rest / across, rest % across);
            make(level, tile, null, 0, work);
            if (fromSource) {
                report(level, tile);
            }
        });
    }

    private Work borrow() {
        Work work = idle.poll();
        return work == null ? new Work() : work;
    }

    private synchronized void report(int level, Tile tile) {
        Pyramid.Level top = tile(level);
        long rows = Math.min((long) top.rows(tile.down()) << level, tile(0).height());
        long cols = Math.min((long) top.cols(tile.across()) << level, tile(0).width());
        done += rows * cols * item;
        progress.accept(done);
    }

    /// Makes a tile and those below it where they are not there, and puts its half into that of the
    /// next level.
    ///
    /// @param above   the pixels of the tile of the next level; null where its half is not wanted
    /// @param aboveAt element of them where the half begins
    private void make(int level, Tile tile, byte @Nullable [] above, int aboveAt, Work work) {
        TileFiles files = levels.get(level);
        boolean made = files.has(tile);
        if (made && above == null) {
            return;
        }
        byte[] pixels = work.tile(level);
        if (made) {
            files.load(tile, pixels, work.scratch);
        } else {
            if (level == 0) {
                read(tile, pixels);
            } else {
                below(level, tile, pixels, work);
            }
            files.store(tile, pixels, work.scratch);
        }
        if (above != null) {
            Pyramid.Level here = tile(level);
            int aboveCols = tile(level + 1).cols(tile.across() / 2);
            work.mean.half(pixels, here.rows(tile.down()), here.cols(tile.across()), above, aboveAt, aboveCols);
        }
    }

    private void below(int level, Tile tile, byte[] pixels, Work work) {
        Pyramid.Level lower = tile(level - 1);
        int cols = tile(level).cols(tile.across());
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                Tile part = new Tile(tile.plane(), 2 * tile.down() + i, 2 * tile.across() + j);
                if (part.down() < lower.tilesDown() && part.across() < lower.tilesAcross()) {
                    int at = i * (lower.tileRows() / 2) * cols + j * (lower.tileCols() / 2);
                    make(level - 1, part, pixels, at, work);
                }
            }
        }
    }

    private void read(Tile tile, byte[] pixels) {
        Pyramid.Level level = tile(0);
        int rows = level.rows(tile.down());
        int cols = level.cols(tile.across());
        source.read(
                planes.index(tile.plane(), "t"),
                planes.index(tile.plane(), "c"),
                planes.index(tile.plane(), "z"),
                tile.down() * level.tileRows(),
                tile.across() * level.tileCols(),
                rows,
                cols,
                MemorySegment.ofArray(pixels).asSlice(0, (long) rows * cols * item));
    }

    /// The memory of one thread.
    private final class Work {
        final CodecScratch scratch = new CodecScratch();
        final AreaMean mean = new AreaMean(source.dtype());
        private final byte[][] tiles = new byte[levels.size()][0];

        byte[] tile(int level) {
            if (tiles[level].length == 0) {
                tiles[level] =
                        new byte[Math.toIntExact(PyramidWriter.this.tile(level).tileBytes(item))];
            }
            return tiles[level];
        }
    }
}
