package nbscope.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import nbscope.compute.Detector;
import nbscope.compute.RoundDetector;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.widgets.FakeHost.Sent;
import nbscope.widgets.internal.StackSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestTest {
    private static final String DISK = "{\"kind\":\"disk\",\"row\":4,\"col\":5,\"inner\":0,\"outer\":3}";

    private final FakeHost host = new FakeHost();

    private Sent ask(FakeStack stack, String content) {
        Widgets.owning(stack).show(host);
        return host.model().ask(content);
    }

    private Sent ask(String content) {
        return ask(FakeStack.small(), content);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'kind':'virtual','frame':0,'detector':DISK} | seq must be",
                "{'kind':'virtual','seq':-1,'frame':0,'detector':DISK} | seq must be",
                "{'kind':'virtual','seq':1.5,'frame':0,'detector':DISK} | seq must be",
                "{'kind':'virtual','seq':1,'detector':DISK} | frame must be",
                "{'kind':'virtual','seq':1,'frame':2,'detector':DISK} | frame must be a whole number from 0 to 1; found 2",
                "{'kind':'virtual','seq':1,'frame':1e300,'detector':DISK} | frame must be",
                "{'kind':'virtual','seq':1,'frame':0} | detector's kind must be",
                "{'kind':'virtual','seq':1,'frame':0,'detector':[]} | detector's kind must be",
                "{'kind':'virtual','seq':1,'frame':0,'detector':{'kind':'star'}} | one of point, disk, annulus",
                "{'kind':'virtual','seq':1,'frame':0,'detector':{'kind':'disk','row':1e9,'col':0}} | detector's row",
                "{'kind':'virtual','seq':1,'frame':0,'detector':{'kind':'disk','row':1,'col':'2'}} | detector's column",
                "{'kind':'virtual','seq':1,'frame':0,'detector':{'kind':'disk','row':1,'col':2,'outer':-1}} | outer radius",
                "{'kind':'virtual','seq':1,'frame':0,'detector':{'kind':'disk','row':1,'col':2,'outer':0}} | outer radius",
                "{'kind':'virtual','seq':1,'frame':0,'detector':{'kind':'annulus','row':1,'col':2,'inner':3,'outer':2}} | inner radius below",
                "{'kind':'virtual','seq':1,'frame':0,'detector':DISK,'minReplyBytes':1048577} | minReplyBytes must be",
                "{'kind':'virtual','seq':1,'frame':0,'detector':DISK,'minReplyBytes':-1} | minReplyBytes must be",
                "{'kind':'pattern','seq':1,'frame':0,'row':3,'col':0,'source':'probe'} | row must be a whole number from 0 to 2",
                "{'kind':'pattern','seq':1,'frame':0,'row':0,'col':-1,'source':'probe'} | col must be",
                "{'kind':'pattern','seq':1,'frame':0,'row':0,'col':0.5,'source':'probe'} | col must be",
                "{'kind':'pattern','seq':1,'frame':0,'row':0,'col':0,'source':'mean'} | one of probe, sum",
                "{'kind':'value','seq':1,'frame':0,'row':0,'col':0} | panel must be",
                "{'kind':'value','seq':1,'panel':'virtual','frame':0,'row':9,'col':0,'detector':DISK} | row must be",
                "{'kind':'fit_centre','seq':1,'frame':-1} | frame must be",
                "{'kind':'dance','seq':1} | request must be virtual",
                "{'seq':1} | request must be virtual",
                "7 | request must be virtual",
            })
    void requestThatCannotBeAnsweredIsRefusedInASentence(String request, String sentence) {
        Sent reply = ask(request.replace('\'', '"').replace("DISK", DISK));
        assertThat(reply.content().path("kind").asText()).isEqualTo("error");
        assertThat(reply.content().path("message").asText()).contains(sentence).doesNotContain("Exception");
        assertThat(reply.buffers()).isEmpty();
        assertThat(host.model().ask("{\"kind\":\"ready\"}").method()).isEqualTo("update");
    }

    @Test
    void refusalNamesPanelAndNumberSoThatCreditsReturn() {
        JsonNode error = ask("{\"kind\":\"pattern\",\"seq\":41,\"frame\":9}").content();
        assertThat(error.path("panel").asText()).isEqualTo("diffraction");
        assertThat(error.path("seq").asLong()).isEqualTo(41);
    }

    @Test
    void failureInsideIsASentenceToo() {
        var broken = new FakeStack(FakeStack.small().facts(), new long[0]);
        var show = new Show4DSTEM(broken.facts(), (device, progress) -> broken, true, () -> Widgets.BUNDLE);
        show.show(host);
        JsonNode error = host.model()
                .ask("{\"kind\":\"pattern\",\"seq\":1,\"frame\":0,\"row\":0,\"col\":0,\"source\":\"probe\"}")
                .content();
        assertThat(error.path("kind").asText()).isEqualTo("error");
        assertThat(error.path("message").asText()).isNotBlank();
    }

    @Test
    void replyLargerThanThePaddingHasOneBuffer() {
        Sent reply = ask("{\"kind\":\"pattern\",\"seq\":1,\"frame\":0,\"row\":0,\"col\":0,\"source\":\"probe\","
                + "\"minReplyBytes\":160}");
        assertThat(reply.buffers()).hasSize(1);
        assertThat(reply.buffers().getFirst().remaining()).isEqualTo(160);
    }

    @Test
    void paddingIsZero() {
        Sent reply = ask("{\"kind\":\"pattern\",\"seq\":1,\"frame\":0,\"row\":0,\"col\":0,\"source\":\"probe\","
                + "\"minReplyBytes\":1048576}");
        ByteBuffer padding = reply.buffers().get(1);
        assertThat(padding.remaining()).isEqualTo(1048576 - 160);
        assertThat(padding.mismatch(ByteBuffer.allocate(1048576))).isEqualTo(1048576 - 160);
    }

    @Test
    void patternOfTheSumSaysSoAndHasNoProbe() {
        FakeStack stack = FakeStack.small();
        JsonNode content = ask(stack, "{\"kind\":\"pattern\",\"seq\":1,\"frame\":1,\"source\":\"sum\"}")
                .content();
        assertThat(content.path("source").asText()).isEqualTo("sum");
        assertThat(content.get("probe").isNull()).isTrue();
        assertThat(content.path("dtype").asText()).isEqualTo("u32");
        assertThat(content.path("max").asDouble()).isEqualTo(stack.sumPattern(1).max());
    }

    @Test
    void sumsOverUint32AreRoundedAndTheirExactValueCanBeAsked() {
        var facts = new StackSource.Facts("big", DType.U32, Calibration.none(), 1, 3, 4, 8, 10);
        FakeStack stack = FakeStack.random(facts, 1L << 32, 5);
        Widgets.owning(stack).show(host);
        JsonNode frame = host.model()
                .ask("{\"kind\":\"virtual\",\"seq\":1,\"frame\":0,\"detector\":" + DISK + "}")
                .content();
        assertThat(frame.path("dtype").asText()).isEqualTo("f32");
        assertThat(frame.path("exact").asBoolean()).isFalse();
        int computed = stack.computed;
        JsonNode value = host.model()
                .ask("{\"kind\":\"value\",\"seq\":2,\"panel\":\"virtual\",\"frame\":0,\"row\":2,\"col\":1,\"detector\":"
                        + DISK + "}")
                .content();
        assertThat(value.path("kind").asText()).isEqualTo("value");
        assertThat(value.path("panel").asText()).isEqualTo("virtual");
        assertThat(value.path("row").asInt()).isEqualTo(2);
        assertThat(value.path("value").asText())
                .isEqualTo(Long.toString(naive(stack, 0, 2, 1, Detector.disk(3).at(4, 5))));
        assertThat(stack.computed).as("the picture on the screen is remembered").isEqualTo(computed);
    }

    @Test
    void exactValueOfThePatternIsThatOfTheOneShownLast() {
        FakeStack stack = FakeStack.small();
        ask(stack, "{\"kind\":\"pattern\",\"seq\":1,\"frame\":0,\"row\":2,\"col\":3,\"source\":\"probe\"}");
        JsonNode value = host.model()
                .ask("{\"kind\":\"value\",\"seq\":2,\"panel\":\"diffraction\",\"frame\":0,\"row\":7,\"col\":9}")
                .content();
        assertThat(value.path("value").asText()).isEqualTo(Long.toString(stack.at(0, 2, 3, 7, 9)));
    }

    @Test
    void centreOfABrightDiskIsFound() {
        var facts = new StackSource.Facts("disk", DType.U16, Calibration.none(), 1, 2, 2, 48, 48);
        long[] data = new long[2 * 2 * 48 * 48];
        for (int i = 0; i < data.length; i++) {
            double y = i / 48 % 48 - 20;
            double x = i % 48 - 26;
            data[i] = y * y + x * x < 100 ? 50 : 1;
        }
        JsonNode centre = ask(new FakeStack(facts, data), "{\"kind\":\"fit_centre\",\"seq\":4,\"frame\":0}")
                .content();
        assertThat(centre.path("kind").asText()).isEqualTo("centre");
        assertThat(centre.path("seq").asInt()).isEqualTo(4);
        assertThat(centre.path("row").asDouble()).isEqualTo(20);
        assertThat(centre.path("col").asDouble()).isEqualTo(26);
        assertThat(centre.path("radius").asDouble()).isBetween(9.5, 10.5);
    }

    static LongStream seeds() {
        String replay = System.getProperty("tests.seed");
        return replay == null ? LongStream.range(0, 20) : LongStream.of(Long.parseLong(replay));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void randomRequestsEqualTheNaiveSum(long seed) {
        var random = new SplittableRandom(seed);
        FakeStack stack = FakeStack.random(DType.U16, 1 << 16, seed);
        Widgets.owning(stack).show(host);
        for (int i = 0; i < 20; i++) {
            int frame = random.nextInt(2);
            double inner = random.nextDouble(3);
            var detector = Detector.annulus(inner, inner + random.nextDouble(0.1, 5))
                    .at(random.nextDouble(-1, 9), random.nextDouble(-1, 11));
            Sent reply = host.model()
                    .ask(
                            "{\"kind\":\"virtual\",\"seq\":%d,\"frame\":%d,\"detector\":{\"kind\":\"annulus\",\"row\":%s,\"col\":%s,\"inner\":%s,\"outer\":%s}}"
                                    .formatted(
                                            i,
                                            frame,
                                            detector.row(),
                                            detector.col(),
                                            detector.inner(),
                                            detector.outer()));
            assertThat(reply.content().path("seq").asInt()).isEqualTo(i);
            for (int p = 0; p < 12; p++) {
                assertThat(reply.buffers().getFirst().getInt(4 * p))
                        .isEqualTo((int) naive(stack, frame, p / 4, p % 4, detector));
            }
        }
    }

    private static long naive(FakeStack stack, int frame, int row, int col, RoundDetector detector) {
        long sum = 0;
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 10; x++) {
                double r = Math.hypot(y - detector.row(), x - detector.col());
                if (r >= detector.inner() && r < detector.outer()) {
                    sum += stack.at(frame, row, col, y, x);
                }
            }
        }
        return sum;
    }
}
