package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Interrupts end cells and leave a kernel that works.
class InterruptTest extends KernelContract {
    private TestClient.Run interrupted(String code) throws IOException {
        return interrupted(code, "");
    }

    /// Print and code are one snippet: once the line is seen, the code runs.
    private TestClient.Run interrupted(String code, String rest) throws IOException {
        String id = client.start("{ System.out.println(\"running\");\n" + code + "\n}\n" + rest);
        client.await("the cell runs", m -> m.parentId().equals(id) && m.type().equals("stream"));
        String request = client.send(client.control, "interrupt_request", Json.object());
        TestClient.Received reply = client.reply(client.control, request);
        assertThat(reply.type()).isEqualTo("interrupt_reply");
        assertThat(reply.content().path("status").asText()).isEqualTo("ok");
        return client.finish(id);
    }

    /// Waits until no cell thread runs; a thread that spins never gets there.
    private static boolean cellThreadsRest() throws InterruptedException {
        for (int tries = 0; tries < 200; tries++) {
            if (Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread ->
                            thread.getName().startsWith("cell-") && thread.getState() == Thread.State.RUNNABLE)) {
                return true;
            }
            Thread.sleep(50);
        }
        return false;
    }

    @Test
    void aBusyLoopEnds() throws Exception {
        TestClient.Run run = interrupted("while (true) {}");
        assertThat(run.error()).isEqualTo("Interrupted: the cell was interrupted");
        assertThat(client.run("1 + 2").result()).isEqualTo("3");
        assertThat(cellThreadsRest()).isTrue();
    }

    @Test
    void aBusyLoopInAMethodOfAnEarlierCellEnds() throws Exception {
        client.run(
                "class Spin { void go() { for (long i = 0; ; i++) { switch ((int) i & 1) { case 0: continue; } } } }");
        assertThat(interrupted("new Spin().go();").error()).startsWith("Interrupted");
        assertThat(cellThreadsRest()).isTrue();
    }

    @Test
    void anEndlessStreamEnds() throws IOException {
        assertThat(interrupted("IntStream.iterate(0, i -> i + 1).forEach(i -> {});")
                        .error())
                .startsWith("Interrupted");
    }

    @Test
    void aLoopThatCatchesEverythingEnds() throws IOException {
        assertThat(interrupted("while (true) { try { Thread.sleep(20); } catch (Throwable e) {} }")
                        .error())
                .startsWith("Interrupted");
    }

    @Test
    void aSleepEnds() throws IOException {
        assertThat(interrupted("Thread.sleep(100_000);").error()).startsWith("Interrupted");
    }

    @Test
    void aBlockedReadEnds() throws IOException {
        String pipe = "var in = new PipedInputStream(new PipedOutputStream()); in.read();";
        assertThat(interrupted(pipe).error()).startsWith("Interrupted");
        assertThat(interrupted("System.in.read();").error()).startsWith("Interrupted");
    }

    @Test
    void theRestOfTheCellDoesNotRun() throws IOException {
        TestClient.Run run = interrupted(
                "try { Thread.sleep(100_000); } catch (InterruptedException e) {}", "System.out.println(\"rest\");");
        assertThat(run.error()).startsWith("Interrupted");
        assertThat(run.text("stdout")).isEqualTo("running\n");
    }

    @Test
    void aForeignLoopIsReportedAndLeftBehind() throws IOException {
        try {
            TestClient.Run run = interrupted("nbscope.kernel.own.internal.ForeignLibrary.deafLoop();");
            assertThat(run.error())
                    .startsWith("Interrupted: the code did not react to the interrupt within 2 s: thread cell-")
                    .contains("ForeignLibrary.deafLoop");
            assertThat(client.run("40 + 2").result()).isEqualTo("42");
        } finally {
            ForeignLibrary.endDeafLoop();
        }
    }

    @Test
    void anInterruptWithoutACellDoesNothing() throws IOException {
        String request = client.send(client.control, "interrupt_request", Json.object());
        assertThat(client.reply(client.control, request)
                        .content()
                        .path("status")
                        .asText())
                .isEqualTo("ok");
        assertThat(client.run("int after = 9; after").result()).isEqualTo("9");
    }
}
