package nbscope.io.czi.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A Python process with other libraries: `src/test/bench/czi/peer.py`, or another script that answers as it does.
public final class Peer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    private Peer(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static Peer start(Path python) {
        return start(python, "src/test/bench/czi/peer.py");
    }

    public static Peer start(Path python, String script) {
        try {
            return new Peer(new ProcessBuilder(python.toString(), "-B", "-W", "ignore", script)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a call gives. A Python exception is an IllegalStateException with its text.
    public JsonNode ask(String call, Map<String, ?> arguments) {
        try {
            requests.write(JSON.writeValueAsString(Map.of("call", call, "arguments", arguments)));
            requests.newLine();
            requests.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("Python ended during " + call + " with status " + process.waitFor());
            }
            JsonNode answer = JSON.readTree(line);
            if (answer.has("error")) {
                throw new IllegalStateException(
                        call + " of the peer failed:\n" + answer.get("error").asText());
            }
            return answer.get("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Reads regions or tiles, each of which it times and hashes.
    ///
    /// @param tiles as [BenchFile#described]
    Reads read(String call, BenchFile file, List<List<Long>> tiles) {
        return read(call, file, tiles, false);
    }

    /// @param late whether nothing is hashed before the last read: the system would use the pause to read ahead
    Reads read(String call, BenchFile file, List<List<Long>> tiles, boolean late) {
        JsonNode found = ask(call, Map.of("path", file.path().toString(), "tiles", tiles, "late", late));
        Reads reads = new Reads(tiles.size());
        for (int i = 0; i < tiles.size(); i++) {
            reads.set(i, found.get(i).get(0).asDouble(), found.get(i).get(1).asText());
        }
        return reads;
    }

    double seconds(String call, BenchFile file) {
        return ask(call, Map.of("path", file.path().toString())).asDouble();
    }

    /// Asks the system to forget the file. What a process has mapped stays.
    void drop(BenchFile file) {
        ask("drop", Map.of("path", file.path().toString()));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
