package nbscope.widgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import nbscope.compute.udf.AnalysisJob;
import nbscope.compute.udf.NavValues;
import nbscope.compute.udf.Udf;
import nbscope.compute.udf.UdfRun;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.widgets.FakeHost.Sent;
import nbscope.widgets.internal.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A run in the front end: how far it is, what it shows, how it ends.
class ShowRunTest {
    private static final int SCAN = 16;
    private static final Comparator<JsonNode> NUMBERS_BY_VALUE =
            (a, b) -> a.isNumber() && b.isNumber() ? Double.compare(a.asDouble(), b.asDouble()) : a.equals(b) ? 0 : 1;

    private final FakeHost host = new FakeHost();
    private final Semaphore frames = new Semaphore(0);
    private final DataSet data = DataSet.of(NdArray.of(new short[SCAN * SCAN * 16], DType.U16, SCAN, SCAN, 4, 4), 2);

    /// Nothing that a failed test started goes on.
    @AfterEach
    void release() {
        frames.release(1_000_000);
    }

    /// A run whose frames wait for permits; the value of a frame is its scan position.
    private UdfRun<NavValues> waiting() {
        return UdfRunner.of(data).start(Udf.perFrame(frame -> {
            frames.acquireUninterruptibly();
            return frame.scanRow() * SCAN + frame.scanCol();
        }));
    }

    private <R> ShowRun<R> shown(UdfRun<R> run, boolean owns) {
        return ShowRun.of(run, "a run", Calibration.none(), owns, () -> Widgets.BUNDLE)
                .show(Optional.of(host));
    }

    private JsonNode state() {
        ObjectNode state = Json.object();
        state.setAll((ObjectNode) host.model().state());
        for (Sent sent : host.model().sent) {
            if (sent.method().equals("update")) {
                state.setAll((ObjectNode) sent.data().path("state"));
            }
        }
        return state;
    }

    private void until(java.util.function.BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("waited in vain").isNegative();
            Thread.sleep(5);
        }
    }

    private Sent reply(String content) throws InterruptedException {
        int before = host.model().sent.size();
        host.model().receive("{\"method\":\"custom\",\"content\":" + content + "}");
        List<Sent> sent = host.model().sent;
        until(() -> sent.stream().skip(before).anyMatch(one -> one.method().equals("custom")));
        return sent.stream()
                .skip(before)
                .filter(one -> one.method().equals("custom"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aShortRunIsThereAtOnceAsTheGoldenOne() throws IOException, InterruptedException {
        JsonNode golden = Json.parse(Files.readString(Path.of("../widgets-js/protocol/run-sumsig-roi.json")));
        byte[] payload = Files.readAllBytes(Path.of("../widgets-js/protocol/run-sumsig-roi.bin"));
        short[] pixels = new short[golden.path("data").size()];
        boolean[] roi = new boolean[golden.path("roi").size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (short) golden.path("data").get(i).asInt();
        }
        for (int i = 0; i < roi.length; i++) {
            roi[i] = golden.path("roi").get(i).asBoolean();
        }
        DataSet own = DataSet.of(NdArray.of(pixels, DType.U16, 4, 5, 3, 6), 2);
        var run = UdfRunner.of(own)
                .roi(roi)
                .start(AnalysisJob.parse(golden.path("job").asText()).udf(own));
        run.await();

        shown(run, true).title("sumsig of golden");

        ObjectNode state = (ObjectNode) state();
        state.retain("title", "status", "message", "progress", "calibration", "step", "pictures", "display");
        assertThat(state.path("message").asText()).matches("\\d+ kB in 0\\.\\d\\d s, .*/s");
        state.set("message", golden.path("state").path("message"));
        assertThat(state.equals(NUMBERS_BY_VALUE, golden.path("state")))
                .as("%s\n%s", state, golden.path("state"))
                .isTrue();
        Sent picture = reply(golden.path("request").toString());
        ObjectNode content = (ObjectNode) picture.content();
        content.set("compute_ms", golden.path("content").path("compute_ms"));
        assertThat(content.equals(NUMBERS_BY_VALUE, golden.path("content")))
                .as("%s\n%s", content, golden.path("content"))
                .isTrue();
        assertThat(picture.buffers().getFirst().duplicate()).isEqualTo(ByteBuffer.wrap(payload));
        assertThat(picture.buffers().get(1).remaining())
                .isEqualTo(golden.path("paddingBytes").asInt());
        assertThat(host.displays.getFirst().get("text/plain")).startsWith("a run · done · ");
    }

    @Test
    void aRunUnderWayTellsHowFarItIsAndShowsWhatItHas() throws InterruptedException {
        var run = waiting();
        frames.release(100);
        var show = shown(run, false);
        until(() -> state().path("progress").asDouble() > 0);
        assertThat(state().path("status").asText()).isEqualTo("running");
        assertThat(state().path("message").asText()).matches("\\d+ %, \\d+ of 8 kB.*");
        assertThat(state().path("pictures").get(0).path("name").asText()).isEqualTo("per frame");
        Sent picture = reply("{\"kind\":\"picture\",\"seq\":1,\"panel\":\"0\",\"minReplyBytes\":0}");
        assertThat(picture.content().path("dtype").asText()).isEqualTo("f32");
        ByteBuffer pixels = picture.buffers().getFirst().duplicate().order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int known = 0;
        for (int p = 0; p < SCAN * SCAN; p++) {
            float value = pixels.getFloat(4 * p);
            if (!Float.isNaN(value)) {
                known++;
                assertThat(value).isEqualTo(p);
            }
        }
        assertThat(known).isBetween(1, 100);
        frames.release(1000);
        assertThat(show.result().image().value(1, 2)).isEqualTo(SCAN + 2);
        assertThat(state().path("status").asText()).isEqualTo("done");
        assertThat(state().path("progress").asDouble()).isEqualTo(1);
        assertThat(show.toString()).startsWith("a run · done · 8 kB in ");
    }

    @Test
    void howFarItIsIsSaidAtMostEightTimesASecond() throws InterruptedException {
        var run = waiting();
        shown(run, false);
        int before = host.model().sent.size();
        long start = System.nanoTime();
        for (int i = 0; i < SCAN * SCAN; i++) {
            frames.release();
            Thread.sleep(2);
        }
        run.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        until(() -> state().path("status").asText().equals("done"));
        assertThat(host.model().sent.size() - before).isLessThanOrEqualTo((int) (seconds / 0.12) + 2);
    }

    @Test
    void theFrontEndCancels() throws InterruptedException {
        var run = waiting();
        var show = shown(run, false);
        host.model().receive("{\"method\":\"custom\",\"content\":{\"kind\":\"cancel\"}}");
        frames.release(1000);
        assertThatThrownBy(show::result).isInstanceOf(CancellationException.class);
        until(() -> state().path("status").asText().equals("cancelled"));
        assertThat(state().path("message").asText()).matches("cancelled after \\d+ %");
    }

    @Test
    void anInterruptOfWhoWaitsEndsTheRun() throws InterruptedException {
        var run = waiting();
        var show = shown(run, false);
        var waits = new CountDownLatch(1);
        Thread cell = Thread.ofPlatform().start(() -> {
            waits.countDown();
            try {
                show.result();
            } catch (CancellationException expected) {
                assertThat(expected).hasMessageContaining("interrupted");
            }
        });
        waits.await();
        cell.interrupt();
        cell.join();
        frames.release(1000);
        until(run::isDone);
        assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
    }

    @Test
    void anInterruptOfTheKernelEndsWhatItShows() throws InterruptedException {
        var run = waiting();
        shown(run, false);
        host.attributes().forEach((name, task) -> {
            if (name.startsWith("nbscope.interrupted")) {
                ((Runnable) task).run();
            }
        });
        frames.release(1000);
        until(() -> state().path("status").asText().equals("cancelled"));
    }

    @Test
    void theCellThatRunsAgainEndsWhatItStarted() throws InterruptedException {
        host.attributes().put("nbscope.cellId", new String("cell"));
        var first = waiting();
        shown(first, true);
        host.attributes().put("nbscope.cellId", new String("cell"));
        var second = waiting();
        shown(second, true);
        frames.release(2000);
        until(first::isDone);
        assertThatThrownBy(first::await).isInstanceOf(CancellationException.class);
        assertThat(second.await().size()).isEqualTo(SCAN * SCAN);
    }

    @Test
    void aRunThatFailsSaysWhy() throws InterruptedException {
        var show = shown(
                UdfRunner.of(data).start(Udf.perFrame(frame -> {
                    throw new IllegalStateException("frame 0 of scan.mib is cut off");
                })),
                false);
        assertThatThrownBy(show::result).hasMessage("frame 0 of scan.mib is cut off");
        until(() -> state().path("status").asText().equals("error"));
        assertThat(state().path("message").asText()).isEqualTo("frame 0 of scan.mib is cut off");
        Sent reply = reply("{\"kind\":\"picture\",\"seq\":1,\"panel\":\"0\"}");
        assertThat(reply.content().path("kind").asText()).isIn("error", "frame");
    }

    @Test
    void theNotebookThatIsSavedKeepsTheLastPicture() throws InterruptedException {
        var run = waiting();
        var show = shown(run, false);
        String name = host.named.keySet().iterator().next();
        assertThat(host.named.get(name)).containsKey("text/plain").doesNotContainKey("image/png");
        frames.release(1000);
        show.result();
        until(() -> host.named
                .getOrDefault(name, Map.of())
                .getOrDefault("text/plain", "")
                .contains("done"));
        assertThat(host.named.get(name)).containsKeys("application/vnd.jupyter.widget-view+json");
        if (ShowRunTest.class.getResource("/nbscope/widgets/luts/gray.bin") != null) {
            assertThat(host.named.get(name)).containsKey("image/png");
        }
    }

    @Test
    void coloursAreTakenOverAndNonsenseIsCorrected() throws InterruptedException {
        var run = UdfRunner.of(data).start(Udf.perFrame(frame -> 1));
        run.await();
        shown(run, false);
        String display = state().path("display").toString();
        String turbo = display.replace("viridis", "turbo");
        host.model().receive("{\"method\":\"update\",\"state\":{\"display\":" + turbo + "}}");
        assertThat(reply("{\"kind\":\"value\",\"seq\":2,\"panel\":\"0\",\"row\":3,\"col\":4}")
                        .content()
                        .path("value")
                        .asText())
                .isEqualTo("1.0");
        host.model().receive("{\"method\":\"custom\",\"content\":{\"kind\":\"ready\"}}");
        assertThat(state().path("display").toString()).isEqualTo(turbo);
        for (String nonsense : List.of("[]", "[{\"lut\":\"no\"}]", "7")) {
            host.model().receive("{\"method\":\"update\",\"state\":{\"display\":" + nonsense + "}}");
            assertThat(host.model().last().data().path("state").path("display").toString())
                    .isEqualTo(turbo);
        }
        for (String nonsense : List.of(
                "{\"kind\":\"picture\",\"seq\":3,\"panel\":\"7\"}",
                "{\"kind\":\"picture\",\"panel\":\"0\"}",
                "{\"kind\":\"value\",\"seq\":4,\"panel\":\"0\",\"row\":99,\"col\":0}",
                "{\"kind\":\"picture\",\"seq\":3,\"panel\":{\"x\":1}}",
                "{\"kind\":\"no\"}")) {
            assertThat(reply(nonsense).content().path("kind").asText()).isEqualTo("error");
        }
    }

    @Test
    void withoutAKernelALineOfTextGrows() throws InterruptedException {
        var bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            var run = waiting();
            var show = ShowRun.of(run, "a run", Calibration.none(), false, () -> Widgets.BUNDLE)
                    .show(Optional.empty());
            frames.release(100);
            until(() -> bytes.toString(StandardCharsets.UTF_8).contains("of 8 kB"));
            frames.release(1000);
            show.result();
        } finally {
            System.setOut(before);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("\ra run [")
                .contains(" %, ", "] 8 kB in ")
                .endsWith(System.lineSeparator());
    }

    @Test
    void jobsAreNamedAndStartAtOnce() {
        var show = ShowRun.of(data, "adf:1,2");
        assertThat(show.result().shape()).containsExactly(SCAN, SCAN);
        assertThat(show.toString()).startsWith("adf:1,2 of ");
        assertThatThrownBy(() -> ShowRun.of(data, "bright field")).hasMessageContaining("expected sum, sumsig");
    }
}
