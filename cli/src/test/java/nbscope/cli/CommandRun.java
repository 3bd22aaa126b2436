package nbscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs commands as the `nbscope` script does, and keeps what the last one printed.
abstract class CommandRun {
    static final ObjectMapper JSON = new ObjectMapper();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /// @return the exit status
    final int run(String... arguments) {
        out.reset();
        err.reset();
        return Main.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    final String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    final String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /// The one object on standard output.
    final JsonNode answer() throws IOException {
        return JSON.readTree(printed());
    }
}
