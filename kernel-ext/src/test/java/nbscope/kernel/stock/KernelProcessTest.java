package nbscope.kernel.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import nbscope.kernel.stock.TestClient.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// nbscope in the cells of a kernel process, loaded by another class loader than the base library.
class KernelProcessTest {
    private static final String START = "nbscope.kernel.Nbscope.start();";

    private StockProcess stock;
    private TestClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        stock = new StockProcess(folder, folder);
        client = stock.client();
    }

    @AfterEach
    void stop() {
        stock.close();
    }

    @Test
    void startSaysOnceWhichFlagsAreMissing() {
        String first = TestClient.printed(client.execute(START));
        assertThat(first.lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("widgets are connected", "are imported", "wait of 50 ms before each message is removed");
        assertThat(first)
                .contains("--add-modules=jdk.incubator.vector and --enable-native-access=ALL-UNNAMED")
                .contains("everything works, only slower");
        assertThat(TestClient.printed(client.execute(START)).lines()).hasSize(1);
    }

    @Test
    void aCommOpensFromTheCellsOwnClassLoader() {
        client.execute(START);
        Received open = TestClient.only(
                client.execute("Comm c = WidgetHost.current().open(\"t\", \"{}\", \"{}\","
                        + " List.of(java.nio.ByteBuffer.allocate(5)), (d, b) -> {});"),
                "comm_open");
        assertThat(open.buffers()).hasSize(1);
    }

    @Test
    void aSecondCopyOfTheJarsDoesNotDisturbTheFirst() {
        client.execute(START + """

                Comm[] c = {null};
                c[0] = WidgetHost.current().open("t", "{}", "{}", List.of(), (d, b) -> c[0].send(d, b));
                """);
        List<Received> second = client.execute("""
                List<URL> jars = new ArrayList<>();
                for (String jar : System.getProperty("nbscope.stock.cells").split(File.pathSeparator)) {
                    jars.add(new File(jar).toURI().toURL());
                }
                var copy = new URLClassLoader(jars.toArray(new URL[0]), ClassLoader.getSystemClassLoader());
                copy.loadClass("nbscope.kernel.Nbscope").getMethod("start").invoke(null);
                System.out.print(c[0].id());
                """);
        List<String> printed = TestClient.printed(second).lines().toList();
        assertThat(printed.getFirst()).contains("widgets are connected", "is removed");
        List<Received> echo = client.untilIdle(client.comm(printed.getLast(), "{\"n\":1}", new byte[] {5}));
        assertThat(TestClient.only(echo, "comm_msg").buffers()).containsExactly(new byte[] {5});
    }

    @Test
    void shutdownEndsTheProcessWithTheWaitRemoved() throws Exception {
        client.execute(START);
        assertThat(stock.shutdown()).isZero();
    }
}
