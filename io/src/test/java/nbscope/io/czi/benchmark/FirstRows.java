package nbscope.io.czi.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import nbscope.io.CziFile;
import nbscope.io.benchmark.Goal;
import nbscope.io.benchmark.Reads;
import nbscope.io.benchmark.Table;

/// The first use in a new process, without the start of the process and of the peer's imports: nothing of ours is
/// compiled yet. The file is in the page cache.
final class FirstRows {
    /// What the first use is.
    ///
    /// @param mode of [FirstRun]
    /// @param call of the peer that gives the same pixels
    /// @param tile what the peer's call takes
    private record Use(String name, String mode, String call, Function<CziFile, List<Long>> tile) {}

    private static final List<Use> USES = List.of(
            new Use("tile", "tile", "aicspylibczi_tile", FirstRows::firstTile),
            new Use("mosaic", "mosaic", "pylibczirw_region", file -> MosaicRows.described(file.bounds())));

    private static final Use REGION =
            new Use("region of 32 x 32", "region", "pylibczirw_region", file -> MosaicRows.described(ManyRows.REGION));

    private final Bench bench;

    FirstRows(Bench bench) {
        this.bench = bench;
    }

    void measure(BenchFile file) {
        USES.forEach(use -> measure(file, use));
    }

    void measureMany(BenchFile file) {
        measure(file, REGION);
    }

    private static List<Long> firstTile(CziFile file) {
        return BenchFile.described(file.tiles().findFirst().orElseThrow());
    }

    private void measure(BenchFile file, Use use) {
        String name = "first run in a new process: " + use.name + ", " + file.name();
        if (!bench.wants(name)) {
            return;
        }
        file.make();
        List<Long> tile;
        try (CziFile open = file.open()) {
            tile = use.tile.apply(open);
        }
        bench.peer().read(use.call, file, List.of(tile));
        double[][] ours = new double[2][bench.rounds()];
        double[][] theirs = new double[2][bench.rounds()];
        String library = use.call.startsWith(Bench.AICSPYLIBCZI) ? Bench.AICSPYLIBCZI : Bench.PYLIBCZIRW;
        for (int round = 0; round < bench.rounds(); round++) {
            try (CziPeer fresh = CziPeer.start(bench.python())) {
                theirs[0][round] = fresh.seconds(library.toLowerCase(Locale.ROOT) + "_open", file);
                Reads expected = fresh.read(use.call, file, List.of(tile));
                theirs[1][round] = expected.median();
                String[] printed = run(file, use.mode);
                ours[0][round] = Double.parseDouble(printed[0]);
                Reads read = new Reads(1);
                read.set(0, Double.parseDouble(printed[1]), printed[2]);
                ours[1][round] = read.sameAs(expected, name).median();
            }
        }
        bench.table().seconds(name + ", opening", ours[0], new Table.Beside(library, theirs[0]), null, Goal.NONE);
        bench.table().seconds(name, ours[1], new Table.Beside(library, theirs[1]), null, Goal.NONE);
    }

    private static String[] run(BenchFile file, String mode) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                FirstRun.class.getName(),
                file.path().toString(),
                mode));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("a new JVM did not read " + file.name());
            }
            return printed.strip().split(" ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
