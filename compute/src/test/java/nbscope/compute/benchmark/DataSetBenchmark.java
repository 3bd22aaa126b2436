package nbscope.compute.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Calculations straight over files beside LiberTEM: part of `./nbscope bench datasets`. Arguments as those of
/// [ComputeBenchmark].
public final class DataSetBenchmark {
    private DataSetBenchmark() {}

    public static void main(String[] args) throws IOException {
        List<String> words = new ArrayList<>(List.of(args).subList(2, args.length));
        boolean small = words.remove("--small");
        boolean quick = words.remove("--quick");
        Table table = new Table();
        try (Peer peer = Peer.start(Path.of(System.getProperty("nbscope.python", "python3")))) {
            Bench bench =
                    new Bench(peer, table, Path.of(args[0]).toAbsolutePath(), small, quick, false, List.copyOf(words));
            new FileRows(bench).measure();
            new DetectorRows(bench).measure();
        }
        table.write(Path.of(args[1]));
    }
}
