package nbscope.compute.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nbscope.compute.Device;
import nbscope.io.DType;

/// The compute module beside NumPy, LiberTEM and torch, ours and the peer's runs in turn: `./nbscope bench compute`.
///
/// Arguments: the folder of the data (made where missing, 12 GB), the JSON file to write, then `--small`, `--quick`,
/// `--torch`, and parts of the names of rows, to measure only those. The property `nbscope.python` names the Python of
/// the peers.
public final class ComputeBenchmark {
    private ComputeBenchmark() {}

    public static void main(String[] args) throws IOException {
        List<String> words = new ArrayList<>(List.of(args).subList(2, args.length));
        boolean small = words.remove("--small");
        boolean quick = words.remove("--quick");
        boolean torch = words.remove("--torch");
        System.out.printf(
                Locale.ROOT,
                "load %.1f on %d processors%n",
                Table.load(),
                Runtime.getRuntime().availableProcessors());
        Table table = new Table();
        try (Peer peer = Peer.start(Path.of(System.getProperty("nbscope.python", "python3")))) {
            run(new Bench(peer, table, Path.of(args[0]).toAbsolutePath(), small, quick, torch, List.copyOf(words)));
        }
        table.write(Path.of(args[1]));
    }

    private static void run(Bench bench) {
        DataFile large = bench.file(256, 192, DType.U16);
        new ImageRows(bench, bench.file(256, 96, DType.F32)).measure();
        new ImageRows(bench, bench.file(128, 192, DType.F32)).measure();
        new ImageRows(bench, bench.file(256, 96, DType.U16)).measure();
        new ImageRows(bench, large).measure();
        new MomentRows(bench, bench.file(128, 192, DType.F32)).measure();
        new MomentRows(bench, bench.file(256, 96, DType.U16)).measure();
        new LoadRows(bench, bench.file(256, 96, DType.U16)).measure();
        new LoadRows(bench, bench.file(256, 96, DType.F32)).measure();
        DragRows drag = new DragRows(bench, large);
        drag.measure();
        drag.measureBuild();
        new PatternRows(bench, bench.file(256, 96, DType.U16)).measure();
        new UdfRows(bench).measure();
        new FrameRows(bench).measure();
        new MemoryRows(bench).measure();
        System.out.println(
                Device.list().stream().anyMatch(Device::isGpu)
                        ? "The rows above have those of the GPU."
                        : "GPU: there is none here (" + Device.openClStatus() + "), so no row is a GPU's.");
    }
}
