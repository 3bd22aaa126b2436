package nbscope.io.czi.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nbscope.io.CziFile;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziTile;

/// A file of the benchmark, made when it is first asked for.
///
/// @param size    of a tile along each side
/// @param overlap of neighbours
record BenchFile(Bench bench, int columns, int rows, int size, int overlap, String codec) {
    /// So many tiles make a round.
    private static final int TILES = 40;

    String name() {
        return columns * rows + " x " + size + " " + codec;
    }

    Path path() {
        return bench.folder().resolve(name().replace(" x ", "x").replace(' ', '-') + ".czi");
    }

    void make() {
        bench.peer()
                .ask(
                        "make",
                        Map.of(
                                "path", path().toString(),
                                "columns", columns,
                                "rows", rows,
                                "size", size,
                                "overlap", overlap,
                                "codec", codec));
    }

    CziFile open() {
        return CziFile.open(path());
    }

    CziFile open(CziOptions options) {
        return CziFile.open(path(), options);
    }

    /// The first ones as they lie in the file.
    static List<CziTile> tiles(CziFile file) {
        return file.tiles().limit(TILES).toList();
    }

    /// What the peer's calls take: place, size and number.
    static List<Long> described(CziTile tile) {
        var box = tile.box();
        return List.of(
                box.x(), box.y(), box.width(), box.height(), (long) tile.m().orElse(0));
    }
}
