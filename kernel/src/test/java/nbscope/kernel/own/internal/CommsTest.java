package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import nbscope.widgets.Comm;
import nbscope.widgets.WidgetHost;
import org.junit.jupiter.api.Test;

/// Comms between widgets and their Java side.
class CommsTest extends KernelContract {
    /// Answers every message with its data and its buffers.
    private static void acceptEcho(String target) {
        fixture.kernel.host().accept(target, (comm, data) -> (message, buffers) -> {
            List<ByteBuffer> copies = new ArrayList<>();
            buffers.forEach(each -> copies.add(ByteBuffer.wrap(TestClient.bytes(each))));
            comm.send(message, copies);
        });
    }

    private static TestClient.Received answer(String id) throws IOException {
        return client.await(
                "answer", m -> m.type().equals("comm_msg") && m.parentId().equals(id));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(7).nextBytes(bytes);
        return bytes;
    }

    @Test
    void buffersGoBothWaysUnchanged() throws IOException {
        acceptEcho("echo.buffers");
        String comm = client.openComm("echo.buffers");
        List<byte[]> sent = List.of(random(4 << 20), new byte[0], random(3));
        String id = client.commMessage(comm, Json.object().put("text", "µ\"\n"), sent);
        TestClient.Received back = answer(id);
        assertThat(back.content().path("comm_id").asText()).isEqualTo(comm);
        assertThat(back.content().path("data").path("text").asText()).isEqualTo("µ\"\n");
        assertThat(back.buffers()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(back.buffers().get(i)).isEqualTo(sent.get(i));
        }
    }

    @Test
    void directAndSlicedBuffersAreSentFromPositionToLimit() throws IOException {
        fixture.kernel.host().accept("slices", (comm, data) -> (message, buffers) -> {
            ByteBuffer direct = ByteBuffer.allocateDirect(10);
            for (int i = 0; i < 10; i++) {
                direct.put(i, (byte) i);
            }
            comm.send(
                    "{}",
                    List.of(
                            direct.position(3).limit(6),
                            ByteBuffer.wrap(new byte[] {7, 8, 9}, 1, 1).asReadOnlyBuffer()));
        });
        String comm = client.openComm("slices");
        TestClient.Received back = answer(client.commMessage(comm, Json.object(), List.of()));
        assertThat(back.buffers()).containsExactly(new byte[] {3, 4, 5}, new byte[] {8});
    }

    @Test
    void anEmptyBufferListLeavesTheStreamIntact() throws IOException {
        acceptEcho("echo.empty");
        String comm = client.openComm("echo.empty");
        String id = client.commMessage(comm, Json.object().put("a", 1), List.of());
        assertThat(answer(id).buffers()).isEmpty();
        client.awaitIdle(id);
        TestClient.Run run = client.run("3 + 3");
        assertThat(run.result()).isEqualTo("6");
        assertThat(run.published()).allMatch(m -> m.buffers().isEmpty());
    }

    @Test
    void aCommIsAnsweredWhileACellRuns() throws IOException {
        acceptEcho("echo.busy");
        String comm = client.openComm("echo.busy");
        String cell = client.start("System.out.println(\"on\"); Thread.sleep(3000);");
        client.await("the cell runs", m -> m.parentId().equals(cell) && m.type().equals("stream"));
        for (int i = 0; i < 5; i++) {
            String id = client.commMessage(comm, Json.object().put("i", i), List.of());
            assertThat(answer(id).content().path("data").path("i").asInt()).isEqualTo(i);
            client.awaitIdle(id);
        }
        assertThat(client.seen)
                .noneMatch(m -> m.parentId().equals(cell)
                        && m.content().path("execution_state").asText().equals("idle"));
        assertThat(client.finish(cell).status()).isEqualTo("ok");
    }

    @Test
    void messagesOfACommKeepTheirOrder() throws IOException {
        acceptEcho("echo.order");
        String comm = client.openComm("echo.order");
        String last = "";
        for (int i = 0; i < 200; i++) {
            last = client.commMessage(comm, Json.object().put("i", i), List.of());
        }
        client.awaitIdle(last);
        assertThat(client.seen.stream()
                        .filter(m -> m.content().path("comm_id").asText().equals(comm))
                        .map(m -> m.content().path("data").path("i").asInt()))
                .hasSize(200)
                .isSorted();
    }

    @Test
    void anUnknownTargetIsClosed() throws IOException {
        String comm = client.openComm("nobody.knows");
        client.await(
                "comm_close",
                m -> m.type().equals("comm_close")
                        && m.content().path("comm_id").asText().equals(comm));
    }

    @Test
    void aCellOpensACommThroughTheHostOfThisProcess() throws IOException {
        TestClient.Run run =
                client.run("var comm = WidgetHost.current().open(\"jupyter.widget\", \"{\\\"state\\\":{}}\","
                        + " \"{\\\"version\\\":\\\"2.1.0\\\"}\", List.of(java.nio.ByteBuffer.wrap(new byte[] {1, 2})), (d, b) -> System.out.println(d));\n"
                        + "comm.id()");
        TestClient.Received open = run.published().stream()
                .filter(m -> m.type().equals("comm_open"))
                .findFirst()
                .orElseThrow();
        assertThat(open.metadata().path("version").asText()).isEqualTo("2.1.0");
        assertThat(open.content().path("target_name").asText()).isEqualTo("jupyter.widget");
        assertThat(open.buffers()).containsExactly(new byte[] {1, 2});
        assertThat(open.content().path("comm_id").asText())
                .isEqualTo(run.result())
                .matches("[0-9a-f]{32}");
        String id = client.commMessage(run.result(), Json.object().put("x", 5), List.of());
        TestClient.Received printed = client.await(
                "output", m -> m.type().equals("stream") && m.parentId().equals(id));
        assertThat(printed.content().path("text").asText()).isEqualTo("{\"x\":5}\n");
    }

    @Test
    void openCommsAreListedAndClosedOnesAreNot() throws IOException {
        Comm comm = fixture.kernel.host().open("listed", "{}", "{}", List.of(), (data, buffers) -> {});
        assertThat(info("listed").has(comm.id())).isTrue();
        assertThat(info("other").has(comm.id())).isFalse();
        comm.close();
        assertThat(info("listed").has(comm.id())).isFalse();
        client.await(
                "comm_close",
                m -> m.type().equals("comm_close")
                        && m.content().path("comm_id").asText().equals(comm.id()));
    }

    private static com.fasterxml.jackson.databind.JsonNode info(String target) throws IOException {
        String id = client.send(client.shell, "comm_info_request", Json.object().put("target_name", target));
        return client.reply(client.shell, id).content().path("comms");
    }

    @Test
    void aListenerHearsThatTheFrontEndClosed() throws IOException {
        List<String> heard = java.util.Collections.synchronizedList(new ArrayList<>());
        fixture.kernel.host().accept("closing", (comm, data) -> new Comm.Listener() {
            @Override
            public void onMessage(String message, List<ByteBuffer> buffers) {
                heard.add(message);
            }

            @Override
            public void onClose() {
                heard.add("closed");
            }
        });
        String comm = client.openComm("closing");
        ObjectNode content = Json.object().put("comm_id", comm);
        content.putObject("data");
        String id = client.send(client.shell, "comm_close", content);
        client.awaitIdle(id);
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void aListenerThatThrowsStopsNothing() throws IOException {
        fixture.kernel.host().accept("broken", (comm, data) -> (message, buffers) -> {
            throw new IllegalStateException("broken on purpose");
        });
        String comm = client.openComm("broken");
        client.awaitIdle(client.commMessage(comm, Json.object(), List.of()));
        assertThat(client.run("8").result()).isEqualTo("8");
    }

    @Test
    void displayGoesBelowTheRunningCell() throws IOException {
        TestClient.Run run =
                client.run("System.out.print(\"before\");\nWidgetHost.current().display(Map.of(\"text/plain\", \"p\","
                        + " \"application/vnd.jupyter.widget-view+json\", \"{\\\"model_id\\\":\\\"m\\\"}\"));");
        assertThat(run.published().stream().map(TestClient.Received::type))
                .containsSubsequence("stream", "display_data");
        TestClient.Received shown = run.published().stream()
                .filter(m -> m.type().equals("display_data"))
                .findFirst()
                .orElseThrow();
        assertThat(shown.content().path("data").path("text/plain").asText()).isEqualTo("p");
        assertThat(shown.content()
                        .path("data")
                        .path("application/vnd.jupyter.widget-view+json")
                        .path("model_id")
                        .asText())
                .isEqualTo("m");
    }

    @Test
    void displayInAHandlerGoesToTheMessage() throws IOException {
        WidgetHost host = fixture.kernel.host();
        host.accept(
                "display", (comm, data) -> (message, buffers) -> host.display(Map.of("text/plain", "from handler")));
        String comm = client.openComm("display");
        String id = client.commMessage(comm, Json.object(), List.of());
        client.await(
                "display", m -> m.type().equals("display_data") && m.parentId().equals(id));
    }
}
