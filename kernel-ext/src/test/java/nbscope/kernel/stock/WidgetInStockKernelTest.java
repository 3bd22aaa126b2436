package nbscope.kernel.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nbscope.kernel.stock.TestClient.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Show4DSTEM in a kernel on the stock base library, as one cell shows it and as the front end talks to it.
class WidgetInStockKernelTest {
    private static final int ROWS = 4;
    private static final int COLS = 5;
    private static final int DETECTOR_ROWS = 6;
    private static final int DETECTOR_COLS = 7;
    private static final String CELL = """
            nbscope.kernel.Nbscope.start();
            short[] counts = new short[4 * 5 * 6 * 7];
            for (int i = 0; i < counts.length; i++) counts[i] = (short) (i * 37 % 1009);
            var data = DataSet.of(NdArray.of(counts, DType.U16, 4, 5, 6, 7), 2);
            var show = Show4DSTEM.of(data).show();
            """;

    // One kernel for all: the tests only ask.
    private static StockProcess stock;
    private static TestClient client;
    private static String model;
    private static List<Received> cell;

    @BeforeAll
    static void show(@TempDir Path folder) throws Exception {
        // Stands in where the build of the front end is not in the widgets jar; a real one comes before it.
        Path bundle = Files.createDirectories(folder.resolve("front end/nbscope/widgets/js"));
        Files.writeString(bundle.resolve("show4dstem.js"), "export default {};");
        Files.writeString(bundle.resolve("show4dstem.css"), "");
        stock = new StockProcess(folder, folder.resolve("front end"));
        client = stock.client();
        cell = client.execute(CELL);
        model = TestClient.only(cell, "display_data")
                .content()
                .path("data")
                .path("application/vnd.jupyter.widget-view+json")
                .path("model_id")
                .asText();
    }

    @AfterAll
    static void stop() {
        stock.close();
    }

    @Test
    void oneCellOpensLayoutAndModelAndDisplaysTheModel() {
        List<Received> opened = cell.stream()
                .filter(message -> message.type().equals("comm_open"))
                .toList();
        assertThat(opened)
                .extracting(message ->
                        message.data().path("state").path("_model_name").asText())
                .containsExactly("LayoutModel", "AnyModel");
        assertThat(opened.getLast().content().path("comm_id").asText()).isEqualTo(model);
        assertThat(opened.getLast().data().path("state").path("shape").toString())
                .isEqualTo("{\"frames\":1,\"scan\":[4,5],\"detector\":[6,7]}");
        // Nulls must arrive as nulls: the front end takes them as "not known".
        assertThat(opened.getLast().data().path("state").path("tabbable").isNull())
                .isTrue();
        assertThat(cell).extracting(Received::type).doesNotContain("error");
    }

    @Test
    void aDetectorRequestIsAnsweredWithItsSumsAndThePadding() {
        Received frame = ask("{\"kind\":\"virtual\",\"seq\":7,\"frame\":0,\"detector\":"
                + "{\"kind\":\"annulus\",\"row\":2.5,\"col\":3.0,\"inner\":1.2,\"outer\":2.3},"
                + "\"minReplyBytes\":65536,\"gesture\":true}");
        JsonNode content = frame.data().path("content");
        assertThat(content.path("kind").asText()).isEqualTo("frame");
        assertThat(content.path("panel").asText()).isEqualTo("virtual");
        assertThat(content.path("seq").asInt()).isEqualTo(7);
        assertThat(content.path("shape").toString()).isEqualTo("[4,5]");
        assertThat(numbers(frame)).containsExactly(expectedVirtual(2.5, 3.0, 1.2, 2.3));
        assertThat(frame.buffers()).hasSize(2);
        assertThat(frame.buffers().get(0).length + frame.buffers().get(1).length)
                .isGreaterThanOrEqualTo(65536);
    }

    @Test
    void aProbeRequestIsAnsweredWithItsPattern() {
        Received frame = ask("{\"kind\":\"pattern\",\"seq\":1,\"frame\":0,\"row\":2,\"col\":3,\"source\":\"probe\","
                + "\"minReplyBytes\":0,\"gesture\":true}");
        double[] expected = new double[DETECTOR_ROWS * DETECTOR_COLS];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = counts(2 * COLS + 3, i);
        }
        assertThat(numbers(frame)).containsExactly(expected);
        assertThat(frame.buffers()).hasSize(1);
    }

    @Test
    void theStatesCanBeAskedForAgainAfterAReload() {
        String target = "\"target_name\":\"jupyter.widget.control\"";
        client.untilIdle(client.send("comm_open", "{\"comm_id\":\"control\"," + target + ",\"data\":{}}"));
        List<Received> answer = client.untilIdle(client.comm("control", "{\"method\":\"request_states\"}"));
        JsonNode states = TestClient.only(answer, "comm_msg").data().path("states");
        assertThat(states.path(model).path("model_name").asText()).isEqualTo("AnyModel");
        assertThat(states.size()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void runningACellAgainClosesWhatItShowedBefore() {
        String metadata = "{\"cellId\":\"cell-1\"}";
        String code = "Show4DSTEM.of(data).show();";
        List<String> first = commIds(client.execute(code, metadata), "comm_open");
        assertThat(first).hasSize(2);
        assertThat(commIds(client.execute(code, "{\"cellId\":\"cell-2\"}"), "comm_close"))
                .isEmpty();
        List<Received> again = client.execute(code, metadata);
        assertThat(commIds(again, "comm_close")).containsExactlyInAnyOrderElementsOf(first);
        assertThat(commIds(again, "comm_open")).hasSize(2).doesNotContainAnyElementsOf(first);
    }

    private static List<String> commIds(List<Received> published, String type) {
        return published.stream()
                .filter(message -> message.type().equals(type))
                .map(message -> message.content().path("comm_id").asText())
                .toList();
    }

    private static Received ask(String content) {
        String id = client.comm(model, "{\"method\":\"custom\",\"content\":" + content + "}");
        return TestClient.only(client.untilIdle(id), "comm_msg");
    }

    private static int counts(int position, int pixel) {
        return (position * DETECTOR_ROWS * DETECTOR_COLS + pixel) * 37 % 1009;
    }

    // The definition written out: a pixel counts when its centre lies in the ring.
    private static double[] expectedVirtual(double row, double col, double inner, double outer) {
        double[] sums = new double[ROWS * COLS];
        for (int position = 0; position < sums.length; position++) {
            for (int pixel = 0; pixel < DETECTOR_ROWS * DETECTOR_COLS; pixel++) {
                int y = pixel / DETECTOR_COLS;
                int x = pixel % DETECTOR_COLS;
                double radius = Math.hypot(y - row, x - col);
                if (radius >= inner && radius < outer) {
                    sums[position] += counts(position, pixel);
                }
            }
        }
        return sums;
    }

    private static double[] numbers(Received frame) {
        ByteBuffer payload = ByteBuffer.wrap(frame.buffers().getFirst()).order(ByteOrder.LITTLE_ENDIAN);
        String type = frame.data().path("content").path("dtype").asText();
        int width = switch (type) {
            case "u8" -> 1;
            case "u16" -> 2;
            case "u32", "f32" -> 4;
            default -> throw new AssertionError("unknown dtype " + type);
        };
        double[] values = new double[payload.capacity() / width];
        for (int i = 0; i < values.length; i++) {
            int at = i * width;
            values[i] = switch (type) {
                case "u8" -> payload.get(at) & 0xFF;
                case "u16" -> payload.getShort(at) & 0xFFFF;
                case "u32" -> payload.getInt(at) & 0xFFFFFFFFL;
                default -> payload.getFloat(at);
            };
        }
        return values;
    }
}
