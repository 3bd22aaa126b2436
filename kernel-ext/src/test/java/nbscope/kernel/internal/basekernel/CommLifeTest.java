package nbscope.kernel.internal.basekernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import nbscope.kernel.stock.StockKernel;
import nbscope.kernel.stock.TestClient;
import nbscope.kernel.stock.TestClient.Received;
import nbscope.widgets.Comm;
import nbscope.widgets.WidgetHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How comms are opened and closed by either side, and that nothing a widget does ends the kernel.
class CommLifeTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();

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

    private final class Ear implements Comm.Listener {
        @Override
        public void onMessage(String data, List<ByteBuffer> buffers) {
            heard.add(data + buffers.size());
        }

        @Override
        public void onClose() {
            heard.add("closed");
        }
    }

    @Test
    void aCommOpenedByTheFrontEndReachesItsTarget() {
        List<Comm> opened = new ArrayList<>();
        host.accept("jupyter.widget.control", (comm, data) -> {
            opened.add(comm);
            heard.add("open " + data);
            comm.send("{\"hello\":1}", List.of());
            return new Ear();
        });
        List<Received> published = client.untilIdle(open("c1", "jupyter.widget.control"));
        assertThat(TestClient.only(published, "comm_msg").data().toString()).isEqualTo("{\"hello\":1}");
        client.untilIdle(client.comm("c1", "{\"b\":2}", new byte[3]));
        assertThat(heard).containsExactly("open {\"a\":1}", "{\"b\":2}1");
        assertThat(opened.getFirst().id()).isEqualTo("c1");
    }

    @Test
    void aTargetThatNobodyAcceptsIsClosedAgain() {
        assertThat(client.untilIdle(open("c1", "unknown")))
                .extracting(Received::type)
                .containsExactly("status", "comm_close", "status");
    }

    @Test
    void aFactoryThatFailsClosesTheCommAndTheKernelLives() {
        host.accept("bad", (comm, data) -> {
            throw new AssertionError("on purpose");
        });
        assertThat(client.untilIdle(open("c1", "bad")))
                .extracting(Received::type)
                .containsExactly("status", "comm_close", "status");
        assertThat(client.execute("1 + 1")).extracting(Received::type).contains("execute_result");
    }

    @Test
    void aListenerThatFailsDoesNotEndTheKernel() {
        Comm comm = host.open("t", "{}", "{}", List.of(), (data, buffers) -> {
            throw new AssertionError("on purpose");
        });
        client.untilIdle(client.comm(comm.id(), "{}"));
        client.untilIdle(client.comm(comm.id(), "{}"));
        assertThat(client.execute("1 + 1")).extracting(Received::type).contains("execute_result");
    }

    @Test
    void closeTellsTheFrontEndOnceAndEndsMessages() {
        Comm comm = host.open("t", "{}", "{}", List.of(), new Ear());
        comm.close();
        comm.close();
        comm.send("{}", List.of());
        List<Received> published = client.untilIdle(client.comm(comm.id(), "{}"));
        assertThat(published).extracting(Received::type).containsExactly("comm_open", "comm_close", "status", "status");
        assertThat(heard).isEmpty();
    }

    @Test
    void aCloseByTheFrontEndIsHeardAndSilencesTheComm() {
        Comm comm = host.open("t", "{}", "{}", List.of(), new Ear());
        List<Received> published =
                client.untilIdle(client.send("comm_close", "{\"comm_id\":\"" + comm.id() + "\",\"data\":{}}"));
        assertThat(published).extracting(Received::type).containsExactly("comm_open", "status", "status");
        comm.send("{}", List.of());
        comm.close();
        assertThat(client.untilIdle(client.send("kernel_info_request", "{}")))
                .extracting(Received::type)
                .containsOnly("status");
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void aFailureWhileOpeningLeavesNoComm() {
        assertThatThrownBy(() -> host.open("t", "{}", "not json", List.of(), new Ear()))
                .isInstanceOf(RuntimeException.class);
        assertThat(stock.kernel().getCommManager()).isEmpty();
    }

    @Test
    void commsMayBeOpenedFromManyThreadsWhileMessagesArrive() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < 250; j++) {
                    host.open("t", "{}", "{}", List.of(), new Ear());
                }
            }));
        }
        client.untilIdle(client.send("comm_info_request", "{}"));
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(stock.kernel().getCommManager()).hasSize(1000);
    }

    private String open(String id, String target) {
        return client.send(
                "comm_open", "{\"comm_id\":\"" + id + "\",\"target_name\":\"" + target + "\",\"data\":{\"a\":1}}");
    }
}
