package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The code of a notebook in `notebooks/`, cell by cell.
final class NotebookCells {
    private NotebookCells() {}

    static List<String> of(String name) throws IOException {
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
