package nbscope.kernel.internal.basekernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import nbscope.kernel.stock.StockKernel;
import nbscope.kernel.stock.TestClient;
import nbscope.kernel.stock.TestClient.Received;
import nbscope.widgets.Comm;
import nbscope.widgets.WidgetHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
    }

    @AfterEach
    void stop() {
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
    void echoCarriesBuffersBothWays() {
        List<Comm> comm = new ArrayList<>();
        comm.add(host.open("t", "{}", "{}", List.of(), (data, buffers) -> {
            List<ByteBuffer> reversed = new ArrayList<>(buffers).reversed();
            comm.getFirst().send(data, reversed);
        }));
        byte[][] sent = {new byte[1 << 20], new byte[0], {1, 2, 3}};
        new Random(8).nextBytes(sent[0]);
        String id = client.comm(comm.getFirst().id(), "{\"x\":[1,2.5,null]}", sent);
        Received echo = TestClient.only(client.untilIdle(id), "comm_msg");
        assertThat(echo.data().toString()).isEqualTo("{\"x\":[1,2.5,null]}");
        assertThat(echo.buffers()).containsExactly(sent[2], sent[1], sent[0]);
    }
}
