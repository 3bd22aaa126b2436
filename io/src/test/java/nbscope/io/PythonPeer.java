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
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A Python with python-blosc2 and mlarray that runs snippets for a test: the other implementation. As a static
/// `@RegisterExtension` one process serves a test class; `start` makes one that the caller closes. Both skip the tests
/// aloud where `./nbscope test` has not made that Python.
final class PythonPeer implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Running(Process process, BufferedWriter requests, BufferedReader answers) {}

    private @Nullable Running running;

    static PythonPeer start() {
        PythonPeer peer = new PythonPeer();
        peer.running = launch();
        return peer;
    }

    private static Running launch() {
        Path python = Path.of(System.getProperty("nbscope.python", "../build/python/bin/python"));
        Assumptions.assumeTrue(
                Files.isExecutable(python),
                "there is no " + python + "; ./nbscope test makes one with blosc2 and mlarray");
        try {
            Process process = new ProcessBuilder(python.toString(), "src/test/python/peer.py")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Running(
                    process, process.outputWriter(StandardCharsets.UTF_8), process.inputReader(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = launch();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /// Runs a snippet, in which `np`, `blosc2`, `MLArray`, `sha` and the arguments are names, and gives what it
    /// assigns to `result`. `sha(array)` is the SHA-256 of the C-order bytes in the array's own byte order.
    /// A Python exception is an AssertionError with its text.
    JsonNode run(String snippet, Map<String, ?> arguments) {
        Running peer = Objects.requireNonNull(running, "the peer is not running");
        try {
            peer.requests.write(JSON.writeValueAsString(Map.of("code", snippet, "arguments", arguments)));
            peer.requests.newLine();
            peer.requests.flush();
            String line = peer.answers.readLine();
            if (line == null) {
                throw new AssertionError("Python ended with status " + peer.process.waitFor());
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
        if (running != null) {
            running.process.destroy();
            running = null;
        }
    }
}
