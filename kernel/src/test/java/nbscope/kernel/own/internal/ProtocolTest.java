package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Requests of the protocol besides cells and comms.
class ProtocolTest extends KernelContract {
    private static JsonNode ask(org.zeromq.ZMQ.Socket socket, String type, ObjectNode content) throws IOException {
        TestClient.Received reply = client.reply(socket, client.send(socket, type, content));
        assertThat(reply.type()).isEqualTo(type.replace("_request", "_reply"));
        return reply.content();
    }

    @Test
    void kernelInfoNamesProtocolLanguageAndSubshellsOnBothChannels() throws IOException {
        for (var socket : List.of(client.shell, client.control)) {
            JsonNode info = ask(socket, "kernel_info_request", Json.object());
            assertThat(info.path("protocol_version").asText()).isEqualTo("5.4");
            assertThat(info.path("language_info").path("name").asText()).isEqualTo("java");
            assertThat(info.path("supported_features").get(0).asText()).isEqualTo("kernel subshells");
        }
    }

    @Test
    void completionCountsCodePoints() throws IOException {
        String code = "String s = \"😀😀\"; s.toUpp";
        int length = code.codePointCount(0, code.length());
        client.run("String s = \"\";");
        JsonNode reply = ask(
                client.shell,
                "complete_request",
                Json.object().put("code", code).put("cursor_pos", length));
        assertThat(reply.path("matches").toString()).contains("toUpperCase(");
        assertThat(reply.path("cursor_start").asInt()).isEqualTo(length - 5);
        assertThat(reply.path("cursor_end").asInt()).isEqualTo(length);
    }

    @Test
    void magicsAreCompleted() throws IOException {
        JsonNode reply = ask(
                client.shell,
                "complete_request",
                Json.object().put("code", "int a;\n%mav").put("cursor_pos", 11));
        assertThat(reply.path("matches").toString()).isEqualTo("[\"%maven\",\"%mavenRepo\"]");
        assertThat(reply.path("cursor_start").asInt()).isEqualTo(7);
    }

    @Test
    void inspectionShowsSignatures() throws IOException {
        JsonNode reply = ask(
                client.shell,
                "inspect_request",
                Json.object().put("code", "Math.max").put("cursor_pos", 6));
        assertThat(reply.path("found").asBoolean()).isTrue();
        assertThat(reply.path("data").path("text/plain").asText()).contains("int Math.max(int a, int b)");
        assertThat(ask(
                                client.shell,
                                "inspect_request",
                                Json.object().put("code", "zzz").put("cursor_pos", 3))
                        .path("found")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void completenessIsJudged() throws IOException {
        assertThat(complete("int x = 1;")).isEqualTo("complete");
        assertThat(complete("x")).isEqualTo("complete");
        assertThat(complete("for (int i = 0; i < 3; i++) {")).isEqualTo("incomplete");
        assertThat(complete("int 3x = ]")).isEqualTo("invalid");
        assertThat(complete("%maven a:b:1")).isEqualTo("complete");
    }

    private static String complete(String code) throws IOException {
        return ask(client.shell, "is_complete_request", Json.object().put("code", code))
                .path("status")
                .asText();
    }

    @Test
    void historyIsEmptyButAnswered() throws IOException {
        assertThat(ask(client.shell, "history_request", Json.object())
                        .path("history")
                        .isArray())
                .isTrue();
    }

    @Test
    void theHeartbeatEchoes() {
        client.heartbeat.send("ping");
        assertThat(client.heartbeat.recvStr()).isEqualTo("ping");
    }

    @Test
    void subshellsAreCreatedListedUsedAndDeleted() throws IOException {
        String id = ask(client.control, "create_subshell_request", Json.object())
                .path("subshell_id")
                .asText();
        assertThat(ask(client.control, "list_subshell_request", Json.object())
                        .path("subshell_id")
                        .toString())
                .contains(id);
        String cell = client.send(
                client.shell,
                "execute_request",
                TestClient.request("5 + 5"),
                Json.object().put("subshell_id", id),
                List.of());
        assertThat(client.finish(cell).result()).isEqualTo("10");
        assertThat(delete(id)).isEqualTo("ok");
        assertThat(delete(id)).isEqualTo("error");
        String lost = client.send(
                client.shell,
                "execute_request",
                TestClient.request("6"),
                Json.object().put("subshell_id", id),
                List.of());
        assertThat(client.finish(lost).error()).isEqualTo("SubshellNotFound: there is no subshell " + id);
    }

    private static String delete(String id) throws IOException {
        return ask(client.control, "delete_subshell_request", Json.object().put("subshell_id", id))
                .path("status")
                .asText();
    }

    @Test
    void aWrongSignatureIsDropped() throws IOException {
        client.run("int secret = 1;");
        List<byte[]> parts = new ArrayList<>();
        for (String part : List.of(
                "{\"msg_id\":\"forged\",\"msg_type\":\"execute_request\",\"session\":\"s\"}",
                "{}",
                "{}",
                "{\"code\":\"secret = 2;\"}")) {
            parts.add(part.getBytes(StandardCharsets.UTF_8));
        }
        List<byte[]> frames = new ArrayList<>();
        frames.add("<IDS|MSG>".getBytes(StandardCharsets.US_ASCII));
        frames.add(TestClient.sign("another key", parts));
        frames.addAll(parts);
        TestClient.sendFrames(client.shell, frames);
        assertThat(client.run("secret").result()).isEqualTo("1");
        assertThat(client.seen).noneMatch(m -> m.parentId().equals("forged"));
    }

    @Test
    void malformedMessagesDoNotHarm() throws IOException {
        TestClient.sendFrames(client.shell, List.of(new byte[0]));
        TestClient.sendFrames(client.shell, List.of("<IDS|MSG>".getBytes(StandardCharsets.US_ASCII), new byte[3]));
        List<byte[]> noJson = List.of(new byte[] {'{'}, new byte[] {'x'}, new byte[0], new byte[] {'}'});
        List<byte[]> frames = new ArrayList<>();
        frames.add("<IDS|MSG>".getBytes(StandardCharsets.US_ASCII));
        frames.add(TestClient.sign(fixture.connection.key(), noJson));
        frames.addAll(noJson);
        TestClient.sendFrames(client.shell, frames);
        client.send(client.shell, "no_such_request", Json.object());
        client.send(client.shell, "comm_msg", Json.object());
        client.send(client.shell, "execute_request", Json.object());
        client.send(
                client.shell, "complete_request", Json.object().put("code", "a").put("cursor_pos", -7));
        client.send(
                client.shell, "inspect_request", Json.object().put("code", "a").put("cursor_pos", 99));
        assertThat(client.run("1 + 8").result()).isEqualTo("9");
    }
}
