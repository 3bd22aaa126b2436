package nbscope.io.czi.benchmark;

import java.nio.file.Path;
import nbscope.io.benchmark.Table;
import nbscope.io.benchmark.Wanted;

/// What the parts of the benchmark share.
///
/// @param python the peers' Python
/// @param peer   a process of it
/// @param folder of the data
/// @param wanted what was typed
record Bench(Path python, CziPeer peer, Table table, Path folder, Wanted wanted) {
    static final String PYLIBCZIRW = "pylibCZIrw";
    static final String AICSPYLIBCZI = "aicspylibczi";

    int rounds() {
        return wanted.quick() ? 3 : 5;
    }

    boolean wants(String row) {
        return wanted.row(row);
    }

    boolean small() {
        return wanted.small();
    }

    /// @param size  of a tile along each side
    /// @param codec as `data.py` names it
    BenchFile mosaic(int columns, int size, String codec) {
        int c = small() ? 4 : columns;
        int s = small() ? size / 4 : size;
        return new BenchFile(this, c, c, s, s / 10, codec);
    }

    BenchFile jpegXr(String codec) {
        return new BenchFile(this, 2, 2, small() ? 512 : 2048, 0, codec);
    }

    BenchFile many() {
        return new BenchFile(this, small() ? 40 : 400, 250, 32, 0, "raw");
    }
}
