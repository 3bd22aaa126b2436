package nbscope.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;

/// Opening an .mla file until its metadata are there.
final class OpenRows {
    private static final int OPENINGS = 40;

    /// What opens a few files is not compiled yet; this is the time of a program that opens many.
    private static final int WARM_UP = 1000;

    private final Bench bench;

    OpenRows(Bench bench) {
        this.bench = bench;
    }

    void measure(String file) {
        String name = "open " + Bench.stem(file) + " with metadata";
        if (!bench.wanted().test(name)) {
            return;
        }
        Path path = Path.of(bench.path(file));
        for (int i = 0; i < WARM_UP; i++) {
            open(path);
        }
        double[] ours = new double[OPENINGS * Bench.RUNS];
        double[] peer = new double[ours.length];
        for (int run = 0; run < Bench.RUNS; run++) {
            JsonNode theirs = bench.ask("open_mla(path, count)", Map.of("path", bench.path(file), "count", OPENINGS));
            for (int i = 0; i < OPENINGS; i++) {
                ours[run * OPENINGS + i] = open(path);
                peer[run * OPENINGS + i] = theirs.get(i).asDouble();
            }
        }
        bench.table().seconds(name, ours, peer, "mlarray 0.0.54");
    }

    private static double open(Path path) {
        long start = System.nanoTime();
        try (MlArray image = MlArray.open(path)) {
            image.metadata().spacing();
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
