package nbscope.io.czi.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import nbscope.io.benchmark.Table;
import nbscope.io.benchmark.Wanted;

/// Reading CZI files beside pylibCZIrw and aicspylibczi, ours and the peers' runs in turn: `./nbscope bench czi`.
/// The pixels of every run are compared with the peer's before its time counts. Warm means that the system has the
/// file in memory.
///
/// Arguments: the folder of the data (made where missing, 2.5 GB), the JSON file to write, then `--small`, `--quick`,
/// and parts of the names of rows, to measure only those. The property `nbscope.python` names the Python of the
/// peers.
public final class CziBenchmark {
    private CziBenchmark() {}

    public static void main(String[] args) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "load %.1f on %d processors; cold: the system was asked to forget the file, a host may still have it%n",
                Table.load(),
                Runtime.getRuntime().availableProcessors());
        Table table = new Table();
        Path python = Path.of(System.getProperty("nbscope.python", "python3"));
        try (CziPeer peer = CziPeer.start(python)) {
            run(new Bench(python, peer, table, Path.of(args[0]).toAbsolutePath(), Wanted.of(args)));
        }
        table.write(Path.of(args[1]));
    }

    private static void run(Bench bench) {
        BenchFile zstd = bench.mosaic(10, 2048, "zstd1");
        BenchFile raw = bench.mosaic(10, 2048, "raw");
        BenchFile smaller = bench.mosaic(20, 1024, "zstd1");
        TileRows zstdTiles = new TileRows(bench, zstd, 1, 1.4);
        TileRows rawTiles = new TileRows(bench, raw, 1.5, 2);
        zstdTiles.warm();
        rawTiles.warm();
        new TileRows(bench, smaller, 1, 1.4).warm();
        zstdTiles.cold();
        rawTiles.cold();
        zstdTiles.pureJava();
        new TileRows(bench, bench.jpegXr("jpegxr"), 1, 1).jpegXr();
        new TileRows(bench, bench.jpegXr("jpegxr.9"), 1, 1).jpegXr();
        for (BenchFile file : List.of(zstd, raw, smaller)) {
            new MosaicRows(bench, file).measure();
        }
        new BytesRows(bench, zstd).measure();
        new BytesRows(bench, raw).measure();
        new ManyRows(bench, bench.many()).measure();
        new ZarrRows(bench, zstd).measure();
        FirstRows first = new FirstRows(bench);
        first.measure(zstd);
        first.measure(raw);
        first.measureMany(bench.many());
    }
}
