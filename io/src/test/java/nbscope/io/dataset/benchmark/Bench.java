package nbscope.io.dataset.benchmark;

import java.nio.file.Path;
import nbscope.io.benchmark.Peer;
import nbscope.io.benchmark.Table;
import nbscope.io.benchmark.Wanted;

/// What the parts of the benchmark share.
///
/// @param peer   the process with the Python libraries
/// @param folder of the data
/// @param wanted what was typed
record Bench(Peer peer, Table table, Path folder, Wanted wanted) {
    int rounds() {
        return wanted.quick() ? 3 : 7;
    }

    boolean wants(String row) {
        return wanted.row(row);
    }

    boolean small() {
        return wanted.small();
    }
}
