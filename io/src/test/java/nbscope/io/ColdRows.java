package nbscope.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The first read of a new process, start and all, as a shell sees it.
final class ColdRows {
    private static final int RUNS = 3;

    /// What a new JVM runs.
    static final class Reader {
        public static void main(String[] args) {
            try (NdArray array = NdArray.open(Path.of(args[0]));
                    var arena = java.lang.foreign.Arena.ofShared()) {
                array.read(Region.whole(array.shape()), arena);
            }
        }
    }

    private final Bench bench;

    ColdRows(Bench bench) {
        this.bench = bench;
    }

    void measure(String file) throws IOException {
        String name = "first read of " + Bench.stem(file) + ", new process";
        if (!bench.wanted().test(name)) {
            return;
        }
        double[] ours = new double[RUNS];
        double[] peer = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            JsonNode theirs = bench.ask("first_read(path)", Map.of("path", bench.path(file)));
            peer[run] = theirs.asDouble();
            ours[run] = run(file);
        }
        bench.table().seconds(name, ours, peer, Bench.PEER);
    }

    private double run(String file) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                bench.path(file)));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("a new JVM did not read " + file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
