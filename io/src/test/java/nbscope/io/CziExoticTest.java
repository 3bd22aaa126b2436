package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nbscope.io.czi.CziAccess;
import nbscope.io.czi.CziAttachment;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziLevel;
import nbscope.io.czi.CziMask;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.CziRaster;
import nbscope.io.czi.CziScene;
import nbscope.io.czi.CziTile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that pylibCZIrw cannot write (fixtures/czi/make_exotic.py): odd codecs, places and containers, and damage.
class CziExoticTest {
    private static final Path FOLDER = Fixture.path("czi");

    /// One entry of expected_exotic.json.
    record Case(String file, JsonNode expected) {
        Path path() {
            return FOLDER.resolve(file);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Case> files() throws IOException {
        JsonNode all = new ObjectMapper()
                .readTree(FOLDER.resolve("expected_exotic.json").toFile());
        return StreamSupport.stream(all.spliterator(), false)
                .map(node -> new Case(node.get("file").asText(), node));
    }

    static Stream<Case> readable() throws IOException {
        return files().filter(c -> !c.expected.has("error"));
    }

    static Stream<Case> unreadable() throws IOException {
        return files().filter(c -> c.expected.has("error"));
    }

    static Stream<Case> composed() throws IOException {
        return files().filter(c -> c.expected.has("planes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void everyTileHasItsPlaceAndPixels(Case c) {
        for (CziAccess access : new CziAccess[] {CziAccess.MAPPED, CziAccess.POSITIONAL}) {
            try (CziFile file = CziFile.open(c.path(), CziOptions.defaults().access(access))) {
                assertThat(file.tileCount()).isEqualTo(c.expected.get("tiles").size());
                for (JsonNode tile : c.expected.get("tiles")) {
                    tile(file, tile);
                }
            }
        }
    }

    private static void tile(CziFile file, JsonNode expected) {
        int index = expected.get("index").asInt();
        if (expected.has("error")) {
            refusal(
                    expected.get("error").asText(),
                    catchThrowable(() -> file.readTile(index, Arena.ofAuto())),
                    file.name());
            return;
        }
        CziTile tile = file.tile(index);
        assertThat(tile.offset()).isEqualTo(expected.get("offset").asLong());
        assertThat(tile.pixelType()).hasToString(expected.get("pixelType").asText());
        assertThat(tile.compression()).hasToString(expected.get("compression").asText());
        Map<Character, Integer> position = new TreeMap<>();
        expected.get("position")
                .properties()
                .forEach(e -> position.put(e.getKey().charAt(0), e.getValue().asInt()));
        assertThat(new TreeMap<>(tile.position())).isEqualTo(position);
        CziRaster raster = file.raster(index);
        assertThat(raster.shape()).containsExactly(longs(expected.get("shape")));
        byte[] pixels = file.readTile(index, Arena.ofAuto()).toArray(ValueLayout.JAVA_BYTE);
        if (expected.has("sha256")) {
            assertThat(Fixture.sha256(pixels))
                    .as("tile %d", index)
                    .isEqualTo(expected.get("sha256").asText());
        } else {
            near(
                    pixels,
                    Base64.getDecoder().decode(expected.get("pixels").asText()),
                    expected.get("tolerance").asInt());
        }
        mask(file, index, expected.path("mask"));
    }

    private static void near(byte[] pixels, byte[] expected, int tolerance) {
        assertThat(pixels).hasSameSizeAs(expected);
        for (int i = 0; i < pixels.length; i++) {
            assertThat(Math.abs((pixels[i] & 0xFF) - (expected[i] & 0xFF))).isLessThanOrEqualTo(tolerance);
        }
    }

    private static void mask(CziFile file, int index, JsonNode rows) {
        assertThat(file.mask(index).isPresent()).isEqualTo(!rows.isMissingNode());
        if (!rows.isMissingNode()) {
            CziMask mask = file.mask(index).orElseThrow();
            for (int y = 0; y < rows.size(); y++) {
                for (int x = 0; x < rows.get(y).asText().length(); x++) {
                    assertThat(mask.valid(x, y)).isEqualTo(rows.get(y).asText().charAt(x) == '1');
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("composed")
    void planesEqualTheComposition(Case c) {
        for (int threads : new int[] {1, 3}) {
            for (JsonNode plane : c.expected.get("planes")) {
                CziOptions options = CziOptions.defaults().threads(threads).applyMasks(plane.has("masked"));
                try (CziFile file = CziFile.open(c.path(), options)) {
                    plane(file, plane);
                }
            }
        }
    }

    private static void plane(CziFile file, JsonNode expected) {
        CziPlane plane = CziPlane.first();
        for (Map.Entry<String, JsonNode> e : expected.get("plane").properties()) {
            plane = plane.with(e.getKey().charAt(0), e.getValue().asInt());
        }
        if (expected.has("scene")) {
            plane = plane.scene(expected.get("scene").asInt());
        }
        long[] roi = longs(expected.get("roi"));
        CziBox box = new CziBox((int) roi[0], (int) roi[1], (int) roi[2], (int) roi[3]);
        double zoom = 1.0 / expected.get("zoom").asInt();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment out = file.readMosaic(box, zoom, plane, arena);
            assertThat(file.raster(box, zoom, plane).shape()).containsExactly(longs(expected.get("shape")));
            assertThat(Fixture.sha256(out.toArray(ValueLayout.JAVA_BYTE)))
                    .as("%s", expected)
                    .isEqualTo(expected.get("sha256").asText());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void damagedHeadersAreRefusedWithAPlace(Case c) {
        refusal(
                c.expected.get("error").asText(),
                catchThrowable(() -> CziFile.open(c.path()).close()),
                c.path().getFileName().toString());
    }

    private static void refusal(String kind, Throwable thrown, String name) {
        assertThat(thrown).hasMessageContaining(name.substring(name.lastIndexOf('/') + 1));
        if (kind.equals("unsupported")) {
            assertThat(thrown).isInstanceOf(UnsupportedDataException.class).hasMessageMatching(".* byte \\d+.*");
        } else {
            assertThat(thrown).isInstanceOf(MalformedDataException.class);
            assertThat(((MalformedDataException) thrown).offset()).isNotNegative();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void metadataNeverStopTheReading(Case c) {
        try (CziFile file = CziFile.open(c.path())) {
            if (c.expected.has("metadataError")) {
                assertThat(file.metadata().problem()).isNotNull();
                assertThat(file.channels()).isEmpty();
                assertThat(file.metadata().toString()).doesNotContain("hahaha");
            } else {
                assertThat(file.metadata().problem()).isNull();
                assertThat(file.channels())
                        .extracting(channel -> channel.name())
                        .containsExactly("DAPI", "Grün & mehr");
            }
        }
    }

    @Test
    void attachmentsOfEveryTypeKeepTheirBytes() throws IOException {
        Case c = files().filter(x -> x.expected.has("attachments")).findFirst().orElseThrow();
        try (CziFile file = CziFile.open(c.path())) {
            JsonNode expected = c.expected.get("attachments");
            assertThat(file.attachments()).hasSize(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                CziAttachment attachment = file.attachments().get(i);
                assertThat(attachment.name())
                        .isEqualTo(expected.get(i).get("name").asText());
                assertThat(attachment.type())
                        .isEqualTo(expected.get(i).get("type").asText());
                assertThat(Fixture.sha256(file.attachment(attachment)))
                        .isEqualTo(expected.get(i).get("sha256").asText());
            }
            assertThat(Fixture.sha256(file.metadata().xml().getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(c.expected.get("metadata").asText());
        }
    }

    @Test
    void scenesAndLevelsAreListed() {
        try (CziFile file = CziFile.open(FOLDER.resolve("exotic/scenes.czi"))) {
            assertThat(file.scenes()).extracting(CziScene::index).containsExactly(0, 1, 2);
            assertThat(file.scenes().get(1).box()).isEqualTo(new CziBox(15, 7, 34, 20));
        }
        try (CziFile file = CziFile.open(FOLDER.resolve("exotic/pyramid.czi"))) {
            assertThat(file.levels()).extracting(CziLevel::zoom).containsExactly(1.0, 0.5, 0.25);
            assertThat(file.levels()).extracting(CziLevel::tiles).containsExactly(4, 2, 1);
        }
    }

    @Test
    void aSecondPartIsNotOpenedAlone() {
        assertThatThrownBy(() -> CziFile.open(FOLDER.resolve("exotic/split (1).czi")))
                .isInstanceOf(UnsupportedDataException.class);
    }

    private static long[] longs(JsonNode array) {
        long[] all = new long[array.size()];
        Arrays.setAll(all, i -> array.get(i).asLong());
        return all;
    }
}
