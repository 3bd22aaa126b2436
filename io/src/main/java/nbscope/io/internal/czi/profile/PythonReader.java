package nbscope.io.internal.czi.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziTile;
import nbscope.io.czi.profile.BenchmarkOptions;
import nbscope.io.czi.profile.BenchmarkRow;
import nbscope.io.czi.profile.Configuration;
import nbscope.io.internal.czi.OpenCzi;
import org.jspecify.annotations.Nullable;

/// ZEISS's own reader for Python as another way to read, where a Python has it: `NBSCOPE_PYTHON`, the property
/// `nbscope.python`, else `python3`.
final class PythonReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCRIPT = "/nbscope/io/czi/read_tiles.py";
    private static final long PATIENCE_SECONDS = 600;

    private PythonReader() {}

    static BenchmarkRow measure(Path path, BenchmarkOptions options, OpenCzi file, List<Integer> tiles, long pixels) {
        Configuration c = Configuration.sequential().named("pylibCZIrw", "peer").shape("region");
        Path script = null;
        try (InputStream source = PythonReader.class.getResourceAsStream(SCRIPT)) {
            if (source == null) {
                return Measuring.without(c, "this build carries no " + SCRIPT);
            }
            script = Files.createTempFile("nbscope-czi-", ".py");
            Files.write(script, source.readAllBytes());
            PageCache.drop(path);
            JsonNode answer = ask(script, path, options, file, tiles);
            if (answer.has("missing")) {
                return Measuring.without(
                        c,
                        "no Python with pylibCZIrw was found ("
                                + answer.get("missing").asText() + "); set NBSCOPE_PYTHON to one that has it");
            }
            double seconds = answer.get("seconds").asDouble();
            return new BenchmarkRow(
                    c,
                    0,
                    seconds,
                    answer.get("warm").asDouble(),
                    0,
                    pixels / 1e6 / seconds,
                    answer.get("peak").asLong(),
                    true,
                    0,
                    0,
                    "pylibCZIrw " + answer.get("version").asText()
                            + " reads the box of each tile as a region; Python's "
                            + "start and opening are not counted.",
                    null,
                    List.of());
        } catch (IOException e) {
            return Measuring.without(c, "no Python was found: " + e.getMessage());
        } finally {
            delete(script);
        }
    }

    private static JsonNode ask(Path script, Path path, BenchmarkOptions options, OpenCzi file, List<Integer> tiles)
            throws IOException {
        Process process = new ProcessBuilder(python(), script.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var orders = process.outputWriter(StandardCharsets.UTF_8)) {
            List<List<Long>> boxes = new ArrayList<>();
            for (int row : tiles) {
                CziTile tile = file.tile(row);
                CziBox box = tile.box();
                boxes.add(List.of(box.x(), box.y(), box.width(), box.height()));
            }
            orders.write(JSON.writeValueAsString(Map.of(
                    "file",
                    path.toAbsolutePath().toString(),
                    "channel",
                    options.channel(),
                    "scene",
                    options.scene() == null ? -1 : options.scene(),
                    "boxes",
                    boxes)));
        }
        try {
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || text.isBlank()) {
                return JSON.createObjectNode().put("missing", python() + " gave no answer");
            }
            return JSON.readTree(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return JSON.createObjectNode().put("missing", "interrupted");
        } finally {
            process.destroy();
        }
    }

    private static String python() {
        String named = System.getenv("NBSCOPE_PYTHON");
        return named != null ? named : System.getProperty("nbscope.python", "python3");
    }

    private static void delete(@Nullable Path script) {
        try {
            if (script != null) {
                Files.deleteIfExists(script);
            }
        } catch (IOException e) {
            script.toFile().deleteOnExit();
        }
    }
}
