package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Statuses of gestures wait for quiet, all others do not.
class StatusesTest {
    private final AtomicLong now = new AtomicLong();
    private final List<String> sent = new ArrayList<>();
    private final Statuses statuses = new Statuses(
            (origin, state) -> sent.add(new String(origin.header(), StandardCharsets.UTF_8) + " " + state), now::get);

    private static Origin origin(String name) {
        return new Origin(name.getBytes(StandardCharsets.UTF_8), List.of(), false);
    }

    @Test
    void heldStatusesLeaveInOrderAfter120MillisecondsOfQuiet() {
        statuses.hold(origin("a"));
        now.addAndGet(100_000_000);
        assertThat(statuses.flushIfQuiet()).isEqualTo(20_000_000L);
        statuses.hold(origin("b"));
        now.addAndGet(119_999_999);
        assertThat(statuses.flushIfQuiet()).isEqualTo(1L);
        assertThat(sent).isEmpty();
        now.addAndGet(1);
        assertThat(statuses.flushIfQuiet()).isEqualTo(Long.MAX_VALUE);
        assertThat(sent).containsExactly("a busy", "a idle", "b busy", "b idle");
    }

    @Test
    void aGestureThatIsStillBeingAnsweredCountsAsNoise() {
        statuses.hold(origin("a"));
        now.addAndGet(100_000_000);
        statuses.gesture();
        now.addAndGet(100_000_000);
        statuses.flushIfQuiet();
        assertThat(sent).isEmpty();
    }

    @Test
    void othersAreNotHeld() {
        Origin origin = origin("c");
        statuses.busy(origin);
        statuses.idle(origin);
        assertThat(sent).containsExactly("c busy", "c idle");
    }

    @Test
    void aCellThatRunsSaysSoAgainAfterAShortMessage() {
        Origin cell = origin("cell");
        statuses.busy(cell);
        statuses.busy(origin("comm"));
        statuses.hold(origin("gesture"));
        statuses.flush();
        assertThat(sent).endsWith("gesture busy", "gesture idle", "comm busy");
        sent.clear();
        statuses.idle(cell);
        assertThat(sent).containsExactly("cell idle", "comm busy");
    }

    @Test
    void idleIsTheLastWordWhenNothingRuns() {
        Origin cell = origin("cell");
        Origin comm = origin("comm");
        statuses.busy(comm);
        statuses.busy(cell);
        statuses.idle(comm);
        statuses.idle(cell);
        assertThat(sent).containsExactly("comm busy", "cell busy", "comm idle", "cell busy", "cell idle");
    }

    private static ObjectNode custom(int i, boolean gesture) {
        ObjectNode data = Json.object().put("method", "custom");
        data.putObject("content").put("i", i).put("gesture", gesture);
        return data;
    }

    @Test
    void overTheWireAnswersComeBeforeTheStatusesOfTheWholeGesture() throws IOException {
        try (KernelFixture fixture = new KernelFixture()) {
            TestClient client = fixture.client;
            fixture.kernel.host().accept("drag", (comm, data) -> comm::send);
            String comm = client.openComm("drag");
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.add(client.commMessage(comm, custom(i, true), List.of()));
            }
            client.awaitIdle(ids.getLast());
            List<String> order = client.seen.stream()
                    .filter(m -> ids.contains(m.parentId()))
                    .map(m -> ids.indexOf(m.parentId()) + " "
                            + (m.type().equals("status")
                                    ? m.content().path("execution_state").asText()
                                    : m.type()))
                    .toList();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                expected.add(i + " comm_msg");
            }
            for (int i = 0; i < 5; i++) {
                expected.add(i + " busy");
                expected.add(i + " idle");
            }
            assertThat(order).isEqualTo(expected);
        }
    }

    @Test
    void overTheWireOtherMessagesKeepBusyAnswerIdle() throws IOException {
        try (KernelFixture fixture = new KernelFixture()) {
            TestClient client = fixture.client;
            fixture.kernel.host().accept("plain", (comm, data) -> comm::send);
            String comm = client.openComm("plain");
            String id = client.commMessage(comm, custom(0, false), List.of());
            client.awaitIdle(id);
            assertThat(client.seen.stream().filter(m -> m.parentId().equals(id)).map(TestClient.Received::type))
                    .containsExactly("status", "comm_msg", "status");
        }
    }

    @Test
    void heldStatusesLeaveAtShutdown() throws IOException {
        try (KernelFixture fixture = new KernelFixture()) {
            TestClient client = fixture.client;
            fixture.kernel.host().accept("end", (comm, data) -> comm::send);
            String comm = client.openComm("end");
            String id = client.commMessage(comm, custom(0, true), List.of());
            client.await(
                    "answer", m -> m.type().equals("comm_msg") && m.parentId().equals(id));
            fixture.kernel.close();
            client.awaitIdle(id);
        }
    }
}
