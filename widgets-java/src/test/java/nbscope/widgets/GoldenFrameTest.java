package nbscope.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import nbscope.compute.Image;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.widgets.FakeHost.Sent;
import nbscope.widgets.internal.Json;
import nbscope.widgets.internal.Replayed;
import nbscope.widgets.internal.StackSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Java writes the very frames that the front end's tests read.
class GoldenFrameTest {
    private static final Path PROTOCOL = Path.of("../widgets-js/protocol");

    private static final StackSource.Facts FACTS =
            new StackSource.Facts("golden", DType.U16, Calibration.none(), 3, 8, 8, 11, 11);

    /// 3.0 and 3 are the same JSON number.
    private static final Comparator<JsonNode> NUMBERS_BY_VALUE =
            (a, b) -> a.isNumber() && b.isNumber() ? Double.compare(a.asDouble(), b.asDouble()) : a.equals(b) ? 0 : 1;

    static List<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(PROTOCOL)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("frame-.*\\.json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void answerEqualsTheGoldenFrame(String file) throws IOException {
        JsonNode golden = Json.parse(Files.readString(PROTOCOL.resolve(file)));
        byte[] payload = Files.readAllBytes(PROTOCOL.resolve(file.replace(".json", ".bin")));
        var host = new FakeHost();
        Image image = image(golden.path("content"), payload);
        StackSource stack = new Replayed(FACTS, image, image);
        new Show4DSTEM(stack.facts(), (device, progress) -> stack, false, () -> Widgets.BUNDLE).show(host);

        Sent reply = host.model().ask(golden.path("request").toString());

        ObjectNode content = (ObjectNode) reply.content();
        assertThat(content.path("compute_ms").isNumber()).isTrue();
        content.set("compute_ms", golden.path("content").path("compute_ms"));
        assertThat(content.equals(NUMBERS_BY_VALUE, golden.path("content")))
                .as("%s\n%s", content, golden.path("content"))
                .isTrue();
        ByteBuffer sent = reply.buffers().getFirst();
        assertThat(sent.remaining()).isEqualTo(golden.path("payloadBytes").asInt());
        assertThat(sent.duplicate()).isEqualTo(ByteBuffer.wrap(payload));
        int padding = reply.buffers().size() > 1 ? reply.buffers().get(1).remaining() : 0;
        assertThat(padding).isEqualTo(golden.path("paddingBytes").asInt());
    }

    /// The image that yields this payload; one that was rounded to float32 is a float64 image near it.
    private static Image image(JsonNode content, byte[] payload) {
        int rows = content.path("shape").get(0).asInt();
        int cols = content.path("shape").get(1).asInt();
        if (content.path("exact").asBoolean()) {
            DType dtype = DType.valueOf(content.path("dtype").asText().toUpperCase(Locale.ROOT));
            return Image.of(rows, cols, dtype, MemorySegment.ofArray(payload));
        }
        ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(2 * payload.length).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            out.putDouble(in.getFloat() * (1 + 1e-10));
        }
        return Image.of(rows, cols, DType.F64, MemorySegment.ofArray(out.array()));
    }
}
