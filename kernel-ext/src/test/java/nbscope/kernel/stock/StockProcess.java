package nbscope.kernel.stock;

import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A [TestKernel] as Jupyter starts it, a process of its own without launch flags, with a [TestClient]. The cells have
/// nbscope on a class path that only they see, as `%maven` brings it.
public final class StockProcess implements AutoCloseable {
    private final Process process;
    private final TestClient client;

    /// @param folder where the connection file goes
    /// @param more another entry for the class path of the cells
    public StockProcess(Path folder, Path more) throws IOException {
        KernelConnectionProperties connection = StockKernel.properties();
        Path file = Files.writeString(folder.resolve("connection.json"), connection.toJsonString());
        String here = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(KernelSpec.command(here + File.pathSeparator + more));
        command.add(file.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        // Flags of the machine that runs the tests must not reach the kernel.
        builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
        process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("kernel.log").toFile())
                .start();
        client = new TestClient(connection);
    }

    /// The front end.
    public TestClient client() {
        return client;
    }

    /// Asks the kernel to end as Jupyter does; its exit value.
    public int shutdown() throws InterruptedException {
        client.sendControl("shutdown_request", "{\"restart\":false}");
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the kernel still runs 20 s after the shutdown request");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly();
    }
}
