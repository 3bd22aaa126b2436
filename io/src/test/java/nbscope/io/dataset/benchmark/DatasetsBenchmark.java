package nbscope.io.dataset.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import nbscope.io.benchmark.Peer;
import nbscope.io.benchmark.Table;
import nbscope.io.benchmark.Wanted;

/// Reading detector data beside the libraries of Python, ours and the peers' runs in turn: `./nbscope bench datasets`.
/// All elements are compared with the peer's before a time counts.
///
/// Arguments: the folder of the data (made where missing), the JSON file to write, then `--small`, `--quick`, and
/// parts of the names of rows, to measure only those. The property `nbscope.python` names the Python of the peers.
public final class DatasetsBenchmark {
    private DatasetsBenchmark() {}

    public static void main(String[] args) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "load %.1f on %d processors%n",
                Table.load(),
                Runtime.getRuntime().availableProcessors());
        Table table = new Table();
        Path python = Path.of(System.getProperty("nbscope.python", "python3"));
        try (Peer peer = Peer.start(python, "src/test/bench/datasets/peer.py")) {
            Bench bench = new Bench(peer, table, Path.of(args[0]).toAbsolutePath(), Wanted.of(args));
            new BitshuffleRows(bench).measure();
        }
        table.write(Path.of(args[1]));
    }
}
