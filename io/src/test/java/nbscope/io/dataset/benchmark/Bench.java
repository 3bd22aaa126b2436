package nbscope.io.dataset.benchmark;

import java.nio.file.Path;
import java.util.List;
import nbscope.io.czi.benchmark.Peer;
import nbscope.io.czi.benchmark.Table;

/// What the parts of the benchmark share.
///
/// @param peer   the process with the Python libraries
/// @param folder of the data
/// @param small  little data
/// @param quick  fewer rounds
/// @param only   parts of the names of rows that are wanted; none for all
record Bench(Peer peer, Table table, Path folder, boolean small, boolean quick, List<String> only) {
    int rounds() {
        return quick ? 3 : 7;
    }

    boolean wants(String row) {
        return only.isEmpty() || only.stream().anyMatch(row::contains);
    }
}
