package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What is printed arrives, live, in order, below the right cell.
class StreamsTest extends KernelContract {
    @Test
    void outputArrivesWhileTheCellRuns() throws IOException {
        String id =
                client.start("System.out.println(\"first\");\nThread.sleep(2000);\nSystem.out.println(\"second\");");
        client.await("first line", m -> m.parentId().equals(id) && m.type().equals("stream"));
        assertThat(client.seen)
                .noneMatch(m -> m.parentId().equals(id)
                        && m.content().path("execution_state").asText().equals("idle"));
        assertThat(client.finish(id).text("stdout")).isEqualTo("first\nsecond\n");
    }

    @Test
    void aLineWithoutEndArrivesWhileTheCellRuns() throws IOException {
        String id = client.start("System.out.print(\"10 %\");\nThread.sleep(1500);");
        client.await("half a line", m -> m.parentId().equals(id) && m.type().equals("stream"));
        assertThat(client.seen)
                .noneMatch(m -> m.parentId().equals(id)
                        && m.content().path("execution_state").asText().equals("idle"));
        assertThat(client.finish(id).text("stdout")).isEqualTo("10 %");
    }

    @Test
    void stdoutAndStderrKeepTheirOrder() throws IOException {
        TestClient.Run run = client.run(
                "for (int i = 0; i < 3; i++) { System.out.println(\"o\" + i); System.err.println(\"e\" + i); }");
        StringBuilder all = new StringBuilder();
        run.published().stream()
                .filter(m -> m.type().equals("stream"))
                .forEach(m -> all.append(m.content().path("text").asText()));
        assertThat(all.toString()).isEqualTo("o0\ne0\no1\ne1\no2\ne2\n");
        assertThat(run.text("stderr")).isEqualTo("e0\ne1\ne2\n");
    }

    @Test
    void outputComesBeforeTheResult() throws IOException {
        TestClient.Run run = client.run("System.out.print(\"x\"); 5");
        assertThat(run.published().stream().map(TestClient.Received::type))
                .containsExactly("status", "execute_input", "stream", "execute_result", "status");
    }

    @Test
    void aHundredThousandLinesAreFewMessagesAndComplete() throws IOException {
        TestClient.Run run = client.run("for (int i = 0; i < 100_000; i++) System.out.println(i);");
        String text = run.text("stdout");
        assertThat(text).startsWith("0\n1\n").endsWith("99999\n").hasLineCount(100_000);
        assertThat(run.published().size()).isLessThan(2_000);
    }

    @Test
    void outputOfALaterTimeGoesToTheCellThatStartedTheThread() throws IOException {
        TestClient.Run first =
                client.run("new Thread(() -> { try { Thread.sleep(600); } catch (InterruptedException e) {}"
                        + " System.out.println(\"late\"); }).start();");
        client.run("int other = 1;");
        TestClient.Received late = client.await(
                "late output",
                m -> m.type().equals("stream")
                        && m.content().path("text").asText().contains("late"));
        assertThat(late.parentId()).isEqualTo(first.id());
    }

    @Test
    void theStandardOutputOfLibrariesIsCaught() throws IOException {
        TestClient.Run run = client.run("nbscope.kernel.own.internal.ForeignLibrary.print()");
        assertThat(run.text("stdout")).isEqualTo("µm\n");
        assertThat(run.text("stderr")).isEqualTo("warning\n");
    }

    @Test
    void aCharacterIsNeverSplit() {
        byte[] text = "aµ".getBytes(StandardCharsets.UTF_8);
        assertThat(Streams.wholeCharacters(text)).isEqualTo(3);
        assertThat(Streams.wholeCharacters(new byte[] {text[0], text[1]})).isEqualTo(1);
        assertThat(Streams.wholeCharacters(new byte[] {(byte) 0xf0, (byte) 0x9f, (byte) 0x98}))
                .isZero();
    }
}
