package nbscope.kernel.internal.basekernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.jupyter.channels.Loop;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nbscope.kernel.internal.KernelFamily.Wait;
import nbscope.kernel.stock.StockKernel;
import nbscope.kernel.stock.TestClient;
import nbscope.kernel.stock.TestClient.Received;
import nbscope.widgets.Comm;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromptLoopTest {
    private StockKernel stock;
    private TestClient client;
    private BaseKernelHost host;
    private @Nullable Comm comm;

    @BeforeEach
    void start() throws Exception {
        stock = new StockKernel();
        client = stock.client();
        host = BaseKernelHost.of(stock.kernel());
        comm = host.open("t", "{}", "{}", java.util.List.of(), (data, buffers) -> {
            if (comm != null) {
                comm.send(data, buffers);
            }
        });
    }

    @AfterEach
    void stop() {
        stock.close();
    }

    @Test
    void shellLoopNeverSleepsOnceTheWaitIsRemoved() throws Exception {
        double before = echoMillis();
        assertThat(host.removeWait(PromptLoop.Names.STOCK)).isEqualTo(new Wait.Removed());
        double after = echoMillis();
        PromptLoop prompt = prompt();
        for (int i = 0; i < 200; i++) {
            assertThat(sleepsInLoop(prompt.loop())).isFalse();
            Thread.sleep(1);
        }
        assertThat(prompt.active()).isTrue();
        System.out.printf("echo of 16 bytes, median of 15: stock %.1f ms, wait removed %.1f ms%n", before, after);
    }

    @Test
    void stockShellLoopSleeps() throws Exception {
        // What the test above would see if the wait were still there.
        Thread shell = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread instanceof Loop && thread.getName().startsWith("Shell-"))
                .findFirst()
                .orElseThrow();
        boolean slept = false;
        for (int i = 0; i < 2000 && !slept; i++) {
            slept = sleepsInLoop(shell);
            Thread.sleep(1);
        }
        assertThat(slept).isTrue();
    }

    @Test
    void workQueuedByOthersStillRuns() throws Exception {
        host.removeWait(PromptLoop.Names.STOCK);
        echoMillis();
        CountDownLatch ran = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            prompt().loop().doNext(ran::countDown);
        }
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(client.execute("1 + 1")).extracting(Received::type).contains("execute_result");
    }

    @Test
    void removingTwiceKeepsTheFirst() {
        host.removeWait(PromptLoop.Names.STOCK);
        PromptLoop first = host.prompt();
        assertThat(host.removeWait(PromptLoop.Names.STOCK)).isEqualTo(new Wait.Removed());
        assertThat(host.prompt()).isSameAs(first);
    }

    @Test
    void aLibraryWithOtherFieldsKeepsItsWaitAndWorksOn() {
        PromptLoop.Names other = new PromptLoop.Names("body", "running", "isControl", "connection");
        assertThat(host.removeWait(other))
                .isInstanceOfSatisfying(
                        Wait.Kept.class, kept -> assertThat(kept.reason()).contains("body", "2.3.0"));
        assertThat(host.prompt()).isNull();
        assertThat(client.execute("1 + 1")).extracting(Received::type).contains("execute_result");
    }

    @Test
    void aMessageWithAWrongSignatureDoesNotEndTheLoop() {
        host.removeWait(PromptLoop.Names.STOCK);
        echoMillis();
        client.sendWithWrongSignature("kernel_info_request", "{}");
        assertThat(client.execute("1 + 1")).extracting(Received::type).contains("execute_result");
        assertThat(prompt().active()).isTrue();
    }

    @Test
    void shutdownEndsTheLoop() throws Exception {
        host.removeWait(PromptLoop.Names.STOCK);
        echoMillis();
        Loop loop = prompt().loop();
        stock.close();
        loop.join(10_000);
        assertThat(loop.isAlive()).isFalse();
    }

    private PromptLoop prompt() {
        PromptLoop prompt = host.prompt();
        if (prompt == null) {
            throw new AssertionError("the wait was not removed");
        }
        return prompt;
    }

    private static boolean sleepsInLoop(Thread loop) {
        return Arrays.stream(loop.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Thread.class.getName())
                        && frame.getMethodName().equals("sleep"));
    }

    private double echoMillis() {
        double[] millis = new double[15];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            String id = client.comm(comm == null ? "" : comm.id(), "{}", new byte[16]);
            TestClient.only(client.untilIdle(id), "comm_msg");
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[millis.length / 2];
    }
}
