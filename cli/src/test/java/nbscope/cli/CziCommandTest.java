package nbscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `info` and `verify` on CZI files; the hashes are those of pylibCZIrw.
class CziCommandTest extends CommandRun {
    private static final Path FIXTURES = Path.of("../io/src/test/fixtures");

    private static JsonNode expected() throws IOException {
        return JSON.readTree(FIXTURES.resolve("czi/expected_czi.json").toFile());
    }

    private static String text(JsonNode roi) {
        return roi.get(0) + "," + roi.get(1) + "," + roi.get(2) + "," + roi.get(3);
    }

    @Test
    void planesHaveTheHashesOfPylibczirw() throws IOException {
        for (JsonNode file : expected()) {
            for (JsonNode read : file.get("reads")) {
                List<String> plane = new ArrayList<>();
                read.get("plane").properties().forEach(e -> plane.add(e.getKey() + "=" + e.getValue()));
                List<String> typed = new ArrayList<>(List.of(
                        "verify",
                        FIXTURES.resolve(file.get("file").asText()).toString(),
                        "--plane",
                        String.join(",", plane),
                        "--json"));
                if (!read.get("scene").isNull()) {
                    typed.addAll(List.of("--scene", read.get("scene").asText()));
                }
                if (!read.get("roi").isNull()) {
                    typed.addAll(List.of("--roi", text(read.get("roi"))));
                }
                assertThat(run(typed.toArray(String[]::new))).as(errors()).isZero();
                assertThat(answer().get("sha256")).isEqualTo(read.get("sha256"));
                assertThat(answer().get("shape")).isEqualTo(read.get("shape"));
                assertThat(answer().propertyStream().map(Map.Entry::getKey))
                        .containsExactly("file", "format", "shape", "dtype", "bytes", "sha256", "errors");
                assertThat(answer().get("format").asText()).isEqualTo("czi");
            }
        }
    }

    @Test
    void everyTileIsHashed() throws IOException {
        for (JsonNode file : expected()) {
            Map<String, String> wanted = new HashMap<>();
            for (JsonNode tile : file.get("tiles")) {
                wanted.put(
                        tile.get("x") + " " + tile.get("y") + tile.get("plane") + tile.get("scene"),
                        tile.get("sha256").asText());
            }
            assertThat(run("verify", FIXTURES.resolve(file.get("file").asText()).toString(), "--tiles", "--json"))
                    .as(errors())
                    .isZero();
            JsonNode tiles = answer().get("tiles");
            assertThat(tiles).hasSize(wanted.size());
            int index = 0;
            for (JsonNode tile : tiles) {
                assertThat(tile.propertyStream().map(Map.Entry::getKey))
                        .containsExactly(
                                "index", "offset", "position", "shape", "pixelType", "compression", "sha256", "error");
                assertThat(tile.get("index").asInt()).isEqualTo(index++);
                assertThat(tile.get("error").isNull()).isTrue();
                JsonNode at = tile.get("position");
                assertThat(wanted.values()).contains(tile.get("sha256").asText());
                assertThat(at.has("X") && at.has("Y") && at.has("C")).isTrue();
            }
        }
    }

    @Test
    void aBrokenTileIsNamedAndTheOthersAreHashed(@TempDir Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(FIXTURES.resolve("czi/sparse.czi"));
        Path file = Files.write(folder.resolve("broken.czi"), bytes);
        run("verify", file.toString(), "--tiles", "--json");
        int offset = answer().get("tiles").get(1).get("offset").asInt();
        bytes[offset] = 'x';
        Files.write(file, bytes);
        assertThat(run("verify", file.toString(), "--tiles", "--json")).isEqualTo(2);
        JsonNode tiles = answer().get("tiles");
        assertThat(tiles.get(1).get("error").asText()).contains("ZISRAWSUBBLOCK", "byte " + offset);
        assertThat(tiles.get(1).get("sha256").isNull()).isTrue();
        assertThat(tiles.get(0).get("error").isNull()).isTrue();
        assertThat(tiles.get(2).get("error").isNull()).isTrue();
        assertThat(errors()).contains("tile 1");
    }

    @Test
    void infoDescribesTheFile() throws IOException {
        String file = FIXTURES.resolve("czi/many_planes.czi").toString();
        assertThat(run("info", file, "--json")).isZero();
        JsonNode answer = answer();
        assertThat(answer.get("format").asText()).isEqualTo("czi");
        assertThat(answer.get("shape").toString()).isEqualTo("[2,2,3,30,38]");
        assertThat(answer.get("dtype").asText()).isEqualTo("<u2");
        assertThat(answer.get("tiles").asInt()).isEqualTo(48);
        assertThat(answer.get("pixelTypes").toString()).isEqualTo("{\"Gray16\":48}");
        assertThat(answer.get("channels").get(1).toString())
                .isEqualTo("{\"index\":1,\"name\":\"GFP\",\"color\":\"#00FF3C\"}");
        assertThat(answer.get("pixelSize").get("x").asDouble()).isEqualTo(3.25e-7);
        assertThat(answer.get("pixelSize").get("unit").asText()).isEqualTo("m");
        assertThat(run("info", file)).isZero();
        assertThat(printed()).contains("dimensions").doesNotContain("[J@");
    }

    @Test
    void wrongUseIsExplained() {
        String file = FIXTURES.resolve("czi/scenes.czi").toString();
        assertThat(run("verify", file, "--plane", "C=0", "--scene", "9")).isEqualTo(64);
        assertThat(errors()).contains("no scene 9", "[0, 1, 2]");
        assertThat(run("verify", file, "--plane", "C=4")).isEqualTo(64);
        assertThat(run("verify", file, "--plane", "C:4")).isEqualTo(64);
        assertThat(run("verify", file, "--plane", "C=0", "--roi", "1,2,3")).isEqualTo(64);
        assertThat(run("verify", file, "--scene", "0")).isEqualTo(64);
        assertThat(run("verify", file, "--tiles", "--plane", "C=0")).isEqualTo(64);
    }
}
