package nbscope.io.internal.czi.profile;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import nbscope.io.czi.profile.BenchmarkOptions;
import nbscope.io.czi.profile.BenchmarkRow;
import nbscope.io.czi.profile.Configuration;
import nbscope.io.czi.profile.ProfileProgress;
import org.jspecify.annotations.Nullable;

/// Reads a file with several processes of the same Java, each with its share of the tiles.
final class ChildProcesses {
    private static final List<String> KEPT =
            List.of("--add-modules", "--enable-native-access", "--sun-misc", "-Xm", "-XX:+Use");

    private record Child(Process process, BufferedReader answers, BufferedWriter orders) {}

    private ChildProcesses() {}

    static BenchmarkRow measure(
            Path path, BenchmarkOptions options, Configuration c, int tiles, long pixels, ProfileProgress progress) {
        List<Child> children = new ArrayList<>();
        try {
            PageCache.drop(path);
            long from = System.nanoTime();
            for (int i = 0; i < c.processes(); i++) {
                children.add(start(path, options, tiles, i, c.processes()));
            }
            for (Child child : children) {
                line(child, "ready");
            }
            long ready = System.nanoTime();
            for (Child child : children) {
                child.orders.write("go\n");
                child.orders.flush();
            }
            long peak = 0;
            for (Child child : children) {
                peak += Long.parseLong(line(child, "done").split(" ")[2]);
            }
            double seconds = (System.nanoTime() - from) / 1e9;
            double reading = (System.nanoTime() - ready) / 1e9;
            progress.accept(c.name(), tiles, tiles);
            return row(c, seconds, reading, peak, pixels);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the measurement was interrupted");
        } catch (IOException | RuntimeException e) {
            return Measuring.without(c, "the processes failed: " + e.getMessage());
        } finally {
            children.forEach(child -> child.process.destroyForcibly());
        }
    }

    private static BenchmarkRow row(Configuration c, double seconds, double reading, long peak, long pixels) {
        String note = String.format(
                Locale.ROOT,
                "%d processes: %.2f s to start and open, %.3f s to read with classes that are not compiled yet; each "
                        + "keeps its part of the mosaic, which is not put together.",
                c.processes(),
                seconds - reading,
                reading);
        return new BenchmarkRow(
                c, 0, seconds, Double.NaN, 0, pixels / 1e6 / seconds, peak, true, 0, 0, note, null, List.of());
    }

    private static Child start(Path path, BenchmarkOptions options, int tiles, int number, int processes)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> KEPT.stream().anyMatch(argument::startsWith))
                .forEach(command::add);
        command.addAll(List.of(
                "-cp",
                classPath(),
                ReadingProcess.class.getName(),
                path.toAbsolutePath().toString(),
                Integer.toString(options.channel()),
                options.scene() == null ? "all" : options.scene().toString(),
                Integer.toString(tiles),
                Integer.toString(number),
                Integer.toString(processes)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Child(
                process, process.inputReader(StandardCharsets.UTF_8), process.outputWriter(StandardCharsets.UTF_8));
    }

    /// In a kernel the library may have come later than the class path.
    private static String classPath() {
        String path = System.getProperty("java.class.path", "");
        @Nullable CodeSource own = ReadingProcess.class.getProtectionDomain().getCodeSource();
        try {
            return own == null
                    ? path
                    : path + File.pathSeparator + Path.of(own.getLocation().toURI());
        } catch (URISyntaxException | RuntimeException e) {
            return path;
        }
    }

    /// Waits for a line on another thread: an interrupt does not end the reading of a pipe.
    private static String line(Child child, String expected) throws IOException, InterruptedException {
        FutureTask<@Nullable String> reading = new FutureTask<>(() -> {
            String line = child.answers.readLine();
            while (line != null && !line.startsWith(expected)) {
                line = child.answers.readLine();
            }
            return line;
        });
        Thread.ofVirtual().start(reading);
        String line;
        try {
            line = reading.get();
        } catch (ExecutionException e) {
            throw new IOException("a process cannot be heard: " + e.getCause(), e);
        }
        if (line == null) {
            throw new IOException("a process ended before it was " + expected);
        }
        return line;
    }
}
