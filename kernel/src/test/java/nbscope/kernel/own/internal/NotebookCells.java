package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The code of a notebook in `notebooks/`, cell by cell, and what comes of it.
final class NotebookCells {
    private NotebookCells() {}

    /// What the cells of a notebook said and showed.
    ///
    /// @param texts results and standard output, cell by cell
    /// @param shown the types of what was displayed
    record Shown(String texts, List<String> shown) {}

    /// Runs every cell; each must end well. Cells find `data/` although the kernel runs elsewhere.
    static Shown run(TestClient client, String name) throws IOException {
        List<TestClient.Run> runs = new ArrayList<>();
        String data = Path.of("../notebooks/data").toAbsolutePath().normalize() + "/";
        for (String cell : of(name)) {
            TestClient.Run run = client.run(cell.replace("\"data/", "\"" + data));
            assertThat(run.status()).as("%s%n%s", cell, run.error()).isEqualTo("ok");
            runs.add(run);
        }
        String texts =
                runs.stream().map(run -> run.result() + run.text("stdout")).collect(Collectors.joining("\n"));
        List<String> shown = runs.stream()
                .flatMap(run -> run.published().stream())
                .flatMap(message -> message.content().path("data").properties().stream())
                .map(entry -> entry.getKey())
                .toList();
        return new Shown(texts, shown);
    }

    private static List<String> of(String name) throws IOException {
        var file = Path.of("../notebooks", name + ".ipynb").toFile();
        JsonNode all = new ObjectMapper().readTree(file).get("cells");
        return StreamSupport.stream(all.spliterator(), false)
                .filter(cell -> cell.get("cell_type").asText().equals("code"))
                .map(cell -> StreamSupport.stream(cell.get("source").spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining()))
                .toList();
    }
}
