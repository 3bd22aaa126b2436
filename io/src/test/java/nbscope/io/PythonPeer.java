package nbscope.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// A Python with python-blosc2 and mlarray that runs snippets for a test: the other implementation. One process for a
/// test class; `start` skips the test aloud where `./nbscope test` has not made that Python.
final class PythonPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    private PythonPeer(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static PythonPeer start() {
        Path python = Path.of(System.getProperty("nbscope.python", "../build/python/bin/python"));
        Assumptions.assumeTrue(
                Files.isExecutable(python),
                "there is no " + python + "; ./nbscope test makes one with blosc2 and mlarray");
        try {
            Process process = new ProcessBuilder(python.toString(), "src/test/python/peer.py")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new PythonPeer(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a snippet, in which `np`, `blosc2`, `MLArray`, `sha` and the arguments are names, and gives what it
    /// assigns to `result`. `sha(array)` is the SHA-256 of the C-order bytes in the array's own byte order.
    /// A Python exception is an AssertionError with its text.
    JsonNode run(String snippet, Map<String, ?> arguments) {
        try {
            requests.write(JSON.writeValueAsString(Map.of("code", snippet, "arguments", arguments)));
            requests.newLine();
            requests.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new AssertionError("Python ended with status " + process.waitFor());
            }
            JsonNode answer = JSON.readTree(line);
            if (answer.has("error")) {
                throw new AssertionError(answer.get("error").asText());
            }
            return answer.get("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
