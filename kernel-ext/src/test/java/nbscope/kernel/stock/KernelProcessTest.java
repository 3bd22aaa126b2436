package nbscope.kernel.stock;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nbscope.kernel.stock.TestClient.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernel as Jupyter starts it, a process of its own without launch flags, and nbscope as `%maven` brings it: on a
/// class path that only the cells see, loaded by another class loader than the base library.
class KernelProcessTest {
    private Process process;
    private TestClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        KernelConnectionProperties connection = StockKernel.properties();
        Path file = Files.writeString(folder.resolve("connection.json"), connection.toJsonString());
        List<String> command = new ArrayList<>(KernelSpec.command(
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.add(file.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        // Flags of the machine that runs the tests must not reach the kernel.
        builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
        process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        client = new TestClient(connection);
    }

    @AfterEach
    void stop() {
        client.close();
        process.destroyForcibly();
    }

    @Test
    void startConnectsACellsOwnCopyAndSaysOnceWhichFlagsAreMissing() {
        String first = TestClient.printed(client.execute("nbscope.kernel.Nbscope.start();"));
        assertThat(first.lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("widgets are connected", "are imported", "wait of 50 ms before each message is removed");
        assertThat(first)
                .contains("--add-modules=jdk.incubator.vector and --enable-native-access=ALL-UNNAMED")
                .contains("everything works, only slower");
        assertThat(TestClient.printed(client.execute("nbscope.kernel.Nbscope.start();"))
                        .lines())
                .hasSize(1);
        Received open = TestClient.only(
                client.execute("Comm c = WidgetHost.current().open(\"t\", \"{}\", \"{}\","
                        + " List.of(java.nio.ByteBuffer.allocate(5)), (d, b) -> {});"),
                "comm_open");
        assertThat(open.buffers()).hasSize(1);
    }

    @Test
    void shutdownEndsTheProcessWithTheWaitRemoved() throws Exception {
        client.execute("nbscope.kernel.Nbscope.start();");
        client.sendControl("shutdown_request", "{\"restart\":false}");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
