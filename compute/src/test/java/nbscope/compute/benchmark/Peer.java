package nbscope.compute.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/// The Python process with NumPy, LiberTEM and, where it was asked for, torch: `src/test/bench/peer.py`.
final class Peer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    private Peer(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static Peer start(Path python) throws IOException {
        return new Peer(new ProcessBuilder(python.toString(), "-W", "ignore", "src/test/bench/peer.py")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// What a call gives. A Python exception is an IllegalStateException with its text.
    JsonNode ask(String call, Map<String, ?> arguments) {
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

    double seconds(String call, Map<String, ?> arguments) {
        return ask(call, arguments).asDouble();
    }

    void hold(DataFile file, Form form) {
        ask("hold", Map.of("name", form.name, "path", file.path().toString(), "form", form.name));
    }

    void drop() {
        ask("drop", Map.of());
    }

    /// What the last call computed.
    double[] last() {
        ByteBuffer bytes = ByteBuffer.wrap(
                        Base64.getDecoder().decode(ask("last", Map.of()).asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(values);
        return values;
    }

    @Override
    public void close() {
        process.destroy();
    }

    /// How the peer holds a file.
    enum Form {
        MAPPED("mapped"),
        FLOAT32("float32"),
        MEMORY("memory");

        private final String name;

        Form(String name) {
            this.name = name;
        }

        String key() {
            return name;
        }
    }
}
