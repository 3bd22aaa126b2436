package nbscope.widgets.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import nbscope.compute.Image;
import nbscope.io.DType;
import nbscope.widgets.Display;
import nbscope.widgets.Display.Scale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The export's pixels against NumPy and matplotlib, by the same files that the front end is tested with.
class GoldenPixelsTest {
    private static final Path PROTOCOL = Path.of("../widgets-js/protocol");

    static List<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(PROTOCOL)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("image-.*\\.json"))
                    .sorted()
                    .toList();
        }
    }

    private static Image image(JsonNode golden) throws IOException {
        byte[] samples =
                Files.readAllBytes(PROTOCOL.resolve(golden.path("samples").asText()));
        return Image.of(
                golden.path("rows").asInt(),
                golden.path("cols").asInt(),
                DType.valueOf(golden.path("dtype").asText().toUpperCase(Locale.ROOT)),
                MemorySegment.ofArray(samples));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void pixelsEqualThoseOfTheReference(String file) throws IOException {
        JsonNode golden = Json.parse(Files.readString(PROTOCOL.resolve(file)));
        Image image = image(golden);
        byte[] expected =
                Files.readAllBytes(PROTOCOL.resolve(golden.path("pixels").asText()));
        int count = image.rows() * image.cols();
        int at = 0;
        for (JsonNode transfer : golden.path("transfers")) {
            int[] painted = Pictures.paint(image, display(transfer)).pixels();
            assertThat(painted).hasSize(count);
            for (int i = 0; i < count; i++, at += 4) {
                int rgb = (expected[at] & 0xff) << 16 | (expected[at + 1] & 0xff) << 8 | expected[at + 2] & 0xff;
                assertThat(painted[i]).as("%s pixel %d", transfer, i).isEqualTo(0xff000000 | rgb);
            }
        }
        assertThat(at).isEqualTo(expected.length);
    }

    private static Display display(JsonNode transfer) {
        return new Display(
                transfer.path("lut").asText(),
                Scale.valueOf(transfer.path("scale").asText().toUpperCase(Locale.ROOT)),
                transfer.path("gamma").asDouble(),
                transfer.path("low").asDouble(),
                transfer.path("high").asDouble(),
                Double.NaN,
                Double.NaN,
                transfer.path("invert").asBoolean());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void percentilesEqualNumPys(String file) throws IOException {
        JsonNode golden = Json.parse(Files.readString(PROTOCOL.resolve(file)));
        double[] finite = Arrays.stream(WirePixels.of(image(golden)).values())
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        JsonNode percents = golden.path("percents");
        JsonNode expected = golden.path("statistics").path("percentiles");
        for (int i = 0; i < percents.size(); i++) {
            double found = Transfer.percentile(finite, percents.get(i).asDouble());
            if (expected.isNull()) {
                assertThat(found).isNaN();
            } else {
                assertThat(found).isEqualTo(expected.get(i).asDouble());
            }
        }
    }
}
