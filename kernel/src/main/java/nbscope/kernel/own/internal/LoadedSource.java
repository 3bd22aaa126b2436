package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The code of a file named by `%load`: Java or JShell source as it stands, of a notebook its code cells.
final class LoadedSource {
    private LoadedSource() {}

    static String code(String name) throws CellFailure {
        Path file = Path.of(name);
        if (!Files.isRegularFile(file)) {
            file = Files.isRegularFile(Path.of(name + ".jshell")) ? Path.of(name + ".jshell") : Path.of(name + ".java");
        }
        if (!Files.isRegularFile(file)) {
            throw CellFailure.sentence(
                    "NoSuchFile", "no such file: " + Path.of(name).toAbsolutePath());
        }
        try {
            return name.endsWith(".ipynb") ? notebook(Json.parse(Files.readAllBytes(file))) : Files.readString(file);
        } catch (IOException e) {
            throw CellFailure.sentence("LoadError", file + " cannot be read: " + e.getMessage());
        }
    }

    private static String notebook(JsonNode json) {
        List<String> cells = new ArrayList<>();
        for (JsonNode cell : json.path("cells")) {
            if (cell.path("cell_type").asText().equals("code")) {
                StringBuilder text = new StringBuilder();
                JsonNode source = cell.path("source");
                if (source.isTextual()) {
                    text.append(source.asText());
                } else {
                    source.forEach(line -> text.append(line.asText()));
                }
                cells.add(text.toString());
            }
        }
        return String.join("\n", cells);
    }
}
