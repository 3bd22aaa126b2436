package nbscope.io.czi.benchmark;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import nbscope.io.Buffers;
import nbscope.io.CziFile;
import nbscope.io.benchmark.Goal;
import nbscope.io.benchmark.Reads;
import nbscope.io.benchmark.Table;
import nbscope.io.benchmark.Turns;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziTile;

/// Tiles one after another: medians of the reads of a round, then of the rounds. Ours go into memory that is used
/// again; a peer makes a new array each time, as its API does.
final class TileRows {
    private static final String REGION = "pylibczirw_region";
    private static final String M = "aicspylibczi_tile";
    private static final String MOSAIC = "aicspylibczi_mosaic";

    private final Bench bench;
    private final BenchFile file;
    private final double goalM;
    private final double aimM;

    /// @param goalM times as fast as `read_image(M)`
    /// @param aimM  beyond that
    TileRows(Bench bench, BenchFile file, double goalM, double aimM) {
        this.bench = bench;
        this.file = file;
        this.goalM = goalM;
        this.aimM = aimM;
    }

    void warm() {
        String name = "tile, warm, " + file.name();
        if (!bench.wants(name)) {
            return;
        }
        file.make();
        try (CziFile open = file.open();
                Arena arena = Arena.ofShared()) {
            List<CziTile> tiles = BenchFile.tiles(open);
            List<List<Long>> described =
                    tiles.stream().map(BenchFile::described).toList();
            OurReads ours = new OurReads(open, buffer(tiles, 1, arena));
            try (PlainRead plain = new PlainRead(file, tiles)) {
                Reads region = bench.peer().read(REGION, file, described);
                Reads tile = bench.peer().read(M, file, described);
                bench.peer().read(MOSAIC, file, described).sameAs(region, name + ", read_mosaic");
                DoubleSupplier ourTiles =
                        () -> ours.tiles(tiles).sameAs(tile, name).median();
                DoubleSupplier ourRegions =
                        () -> ours.regions(tiles).sameAs(region, name).median();
                Turns.warmUp(ourTiles);
                Turns.warmUp(ourRegions);
                plain.seconds();
                double[][] all = Turns.of(
                        bench.rounds(),
                        List.of(
                                () -> bench.peer().read(REGION, file, described).median(),
                                () -> bench.peer().read(M, file, described).median(),
                                () -> bench.peer().read(MOSAIC, file, described).median(),
                                () -> plain.seconds() / tiles.size(),
                                ourTiles,
                                ourRegions));
                Table.Limit limit = new Table.Limit(all[3], plain.bytes() / tiles.size());
                add(
                        name,
                        all[4],
                        Bench.PYLIBCZIRW + " region",
                        all[0],
                        limit,
                        Goal.ratio(3).aim(5));
                add(
                        name,
                        all[4],
                        Bench.AICSPYLIBCZI + " read_image(M)",
                        all[1],
                        limit,
                        Goal.ratio(goalM).aim(aimM));
                add(
                        name,
                        all[4],
                        Bench.AICSPYLIBCZI + " read_mosaic(bbox)",
                        all[2],
                        limit,
                        Goal.ratio(5).aim(8));
                add("region of a " + name, all[5], Bench.PYLIBCZIRW + " region", all[0], limit, Goal.NONE);
            }
        }
    }

    private void add(String name, double[] ours, String peer, double[] theirs, Table.Limit limit, Goal goal) {
        bench.table().seconds(name, ours, new Table.Beside(peer, theirs), limit, goal);
    }

    /// Each round after the system was asked to forget the file; a host below may still have it. Times are means of
    /// a round: the system reads ahead, so that some tiles wait for the disk and others for nothing, and a median
    /// says little. It stands beside them.
    void cold() {
        String name = "tile, cold, " + file.name();
        if (!bench.wants(name)) {
            return;
        }
        file.make();
        List<CziTile> tiles;
        try (CziFile open = file.open()) {
            tiles = BenchFile.tiles(open);
        }
        List<List<Long>> described = tiles.stream().map(BenchFile::described).toList();
        try (Arena arena = Arena.ofShared();
                PlainRead plain = new PlainRead(file, tiles)) {
            MemorySegment out = buffer(tiles, tiles.size(), arena);
            Reads tile = bench.peer().read(M, file, described);
            List<Double> ourMedians = new ArrayList<>();
            List<Double> theirMedians = new ArrayList<>();
            DoubleSupplier ours = () -> {
                // What is mapped would not be forgotten.
                bench.peer().drop(file);
                try (CziFile open = file.open()) {
                    Reads reads = new OurReads(open, out).tilesInARow(tiles).sameAs(tile, name);
                    ourMedians.add(reads.median());
                    return reads.mean();
                }
            };
            Turns.warmUp(ours);
            ourMedians.clear();
            double[][] all = Turns.of(
                    bench.rounds(),
                    List.of(
                            () -> {
                                bench.peer().drop(file);
                                Reads reads = bench.peer().read(REGION, file, described, true);
                                theirMedians.add(reads.median());
                                return reads.mean();
                            },
                            () -> {
                                bench.peer().drop(file);
                                return plain.seconds() / tiles.size();
                            },
                            ours));
            Table.Limit limit = new Table.Limit(all[1], plain.bytes() / tiles.size());
            String peer = Bench.PYLIBCZIRW + " region";
            add(name, all[2], peer, all[0], limit, Goal.ratio(2.5).aim(5));
            add(name + ", median tile", array(ourMedians), peer, array(theirMedians), limit, Goal.NONE);
        }
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(v -> v).toArray();
    }

    /// What is left where libzstd is not to be had.
    void pureJava() {
        String name = "tile, pure-Java zstd, " + file.name();
        if (!bench.wants(name)) {
            return;
        }
        file.make();
        CziOptions options = CziOptions.defaults();
        try (CziFile natives = file.open();
                CziFile java = file.open(options.nativeLibraries(false));
                Arena arena = Arena.ofShared()) {
            List<CziTile> tiles = BenchFile.tiles(natives);
            MemorySegment out = buffer(tiles, 1, arena);
            OurReads theirs = new OurReads(natives, out);
            OurReads ours = new OurReads(java, out);
            Reads expected = bench.peer()
                    .read(M, file, tiles.stream().map(BenchFile::described).toList());
            DoubleSupplier inJava =
                    () -> ours.tiles(tiles).sameAs(expected, name).median();
            DoubleSupplier byLibrary =
                    () -> theirs.tiles(tiles).sameAs(expected, name).median();
            Turns.warmUp(inJava);
            Turns.warmUp(byLibrary);
            double[][] all = Turns.of(bench.rounds(), List.of(inJava, byLibrary));
            bench.table()
                    .seconds(
                            name,
                            all[0],
                            new Table.Beside("ours with libzstd", all[1]),
                            null,
                            Goal.ratio(0.5).aim(0.7));
        }
    }

    /// On one thread; nothing overlaps, so that a region is a tile.
    void jpegXr() {
        String name = "tile, warm, " + file.name();
        if (!bench.wants(name)) {
            return;
        }
        file.make();
        try (CziFile open = file.open();
                Arena arena = Arena.ofShared()) {
            List<CziTile> tiles = BenchFile.tiles(open);
            List<List<Long>> described =
                    tiles.stream().map(BenchFile::described).toList();
            OurReads ours = new OurReads(open, buffer(tiles, 1, arena));
            Reads expected = bench.peer().read(REGION, file, described);
            DoubleSupplier ourTiles =
                    () -> ours.tiles(tiles).sameAs(expected, name).median();
            Turns.warmUp(ourTiles);
            double[][] all = Turns.of(
                    bench.rounds(),
                    List.of(() -> bench.peer().read(REGION, file, described).median(), ourTiles));
            bench.table()
                    .seconds(
                            name,
                            all[1],
                            new Table.Beside(Bench.PYLIBCZIRW + " region", all[0]),
                            null,
                            Goal.ratio(0.7).aim(1));
        }
    }

    private static MemorySegment buffer(List<CziTile> tiles, int count, Arena arena) {
        long pixels = tiles.getFirst().box().width() * tiles.getFirst().box().height();
        return Buffers.allocate(2L * count * pixels, arena);
    }
}
