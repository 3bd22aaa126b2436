package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nbscope.io.czi.CziAccess;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziChannel;
import nbscope.io.czi.CziCompression;
import nbscope.io.czi.CziCounters;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPixelSize;
import nbscope.io.czi.CziPixelType;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.CziRaster;
import nbscope.io.czi.CziTile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What pylibCZIrw wrote and read, read here: `make_czi.py`.
class CziFileTest {
    /// One entry of `expected_czi.json`.
    record Expected(String file, JsonNode node) {
        Path path() {
            return Fixture.path(file);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Expected> files() {
        try {
            JsonNode all = new ObjectMapper()
                    .readTree(Fixture.path("czi/expected_czi.json").toFile());
            return StreamSupport.stream(all.spliterator(), false)
                    .map(node -> new Expected(node.get("file").asText(), node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path file(String name) {
        return Fixture.path("czi/" + name + ".czi");
    }

    static CziBox box(JsonNode list) {
        return new CziBox(
                list.get(0).asLong(),
                list.get(1).asLong(),
                list.get(2).asLong(),
                list.get(3).asLong());
    }

    static CziPlane plane(JsonNode position, JsonNode scene) {
        Map<Character, Integer> where = new TreeMap<>();
        position.properties()
                .forEach(e -> where.put(e.getKey().charAt(0), e.getValue().asInt()));
        CziPlane plane = new CziPlane(where, OptionalInt.empty());
        return scene.isNull() ? plane : plane.scene(scene.asInt());
    }

    static String sha(MemorySegment pixels) {
        return Fixture.sha256(pixels.toArray(ValueLayout.JAVA_BYTE));
    }

    private static void reads(Expected expected, CziFile file) {
        for (JsonNode read : expected.node().get("reads")) {
            CziPlane plane = plane(read.get("plane"), read.get("scene"));
            CziBox region = !read.get("roi").isNull()
                    ? box(read.get("roi"))
                    : plane.scene().isPresent()
                            ? file.scenes().stream()
                                    .filter(s -> s.index() == plane.scene().getAsInt())
                                    .findFirst()
                                    .orElseThrow()
                                    .box()
                            : file.bounds();
            try (Arena arena = Arena.ofShared()) {
                MemorySegment pixels = file.readMosaic(region, 1, plane, arena);
                CziRaster raster = file.raster(region, 1, plane);
                assertThat(raster.shape()[0]).isEqualTo(read.get("shape").get(0).asLong());
                assertThat(raster.shape()[1]).isEqualTo(read.get("shape").get(1).asLong());
                assertThat(sha(pixels))
                        .as("%s", read)
                        .isEqualTo(read.get("sha256").asText());
                if (read.has("values")) {
                    values(raster, pixels, read.get("values"));
                }
            }
        }
    }

    private static void values(CziRaster raster, MemorySegment pixels, JsonNode values) {
        for (int i = 0; i < values.size(); i++) {
            double found = switch (raster.pixelType().dtype()) {
                case U8 -> pixels.get(ValueLayout.JAVA_BYTE, i) & 0xff;
                case U16 -> pixels.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i) & 0xffff;
                default -> pixels.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i);
            };
            assertThat(found).isEqualTo(values.get(i).asDouble());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void planesRegionsAndScenesAreThoseOfPylibczirw(Expected expected) {
        for (CziAccess access : CziAccess.values()) {
            for (int threads : new int[] {1, 3}) {
                CziOptions options = CziOptions.defaults().access(access).threads(threads);
                try (CziFile file = CziFile.open(expected.path(), options)) {
                    reads(expected, file);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void withoutNativeLibrariesThePixelsAreTheSame(Expected expected) {
        try (CziFile file = CziFile.open(expected.path(), CziOptions.defaults().nativeLibraries(false))) {
            reads(expected, file);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void tilesAreWhatWasWritten(Expected expected) {
        JsonNode written = expected.node().get("tiles");
        try (CziFile file = CziFile.open(expected.path());
                Arena arena = Arena.ofConfined()) {
            assertThat(file.tileCount()).isEqualTo(written.size());
            MemorySegment reused = arena.allocate(1 << 16);
            List<CziTile> tiles = file.tiles().toList();
            // pylibCZIrw writes tile after tile.
            for (int i = 0; i < tiles.size(); i++) {
                CziTile tile = tiles.get(i);
                JsonNode wanted = written.get(i);
                assertThat(tile.box())
                        .isEqualTo(new CziBox(
                                wanted.get("x").asLong(),
                                wanted.get("y").asLong(),
                                wanted.get("w").asLong(),
                                wanted.get("h").asLong()));
                wanted.get("plane")
                        .properties()
                        .forEach(e -> assertThat(tile.position())
                                .containsEntry(
                                        e.getKey().charAt(0), e.getValue().asInt()));
                CziRaster raster = file.readTile(tile.index(), reused);
                assertThat(sha(reused.asSlice(0, raster.bytes())))
                        .isEqualTo(wanted.get("sha256").asText());
                assertThat(sha(file.readTile(tile.index(), arena)))
                        .isEqualTo(wanted.get("sha256").asText());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void dimensionsBoxesAndScenesAreThoseOfPylibczirw(Expected expected) {
        try (CziFile file = CziFile.open(expected.path())) {
            assertThat(file.bounds()).isEqualTo(box(expected.node().get("box")));
            assertThat(file.pixelType(CziPlane.first()))
                    .hasToString(expected.node().get("pixelType").asText());
            Map<String, CziBox> scenes = new TreeMap<>();
            expected.node().get("scenes").properties().forEach(e -> scenes.put(e.getKey(), box(e.getValue())));
            if (!scenes.isEmpty()) {
                Map<String, CziBox> found = new TreeMap<>();
                file.scenes().forEach(s -> found.put(String.valueOf(s.index()), s.box()));
                assertThat(found).isEqualTo(scenes);
            }
            file.dimensions().forEach(d -> {
                JsonNode range = expected.node().get("size").get(String.valueOf(d.letter()));
                if (range != null) {
                    assertThat((long) d.start()).isEqualTo(range.get(0).asLong());
                    assertThat(d.start() + d.size()).isEqualTo(range.get(1).asLong());
                }
            });
            assertThat(file.levels()).hasSize(1);
            assertThat(file.levels().getFirst().zoom()).isEqualTo(1);
        }
    }

    @Test
    void theFixturesHoldWhatTheyAreMeantTo() {
        Set<CziCompression> compressions = new HashSet<>();
        Set<CziPixelType> types = new HashSet<>();
        Set<Boolean> hasM = new HashSet<>();
        files().forEach(expected -> {
            try (CziFile file = CziFile.open(expected.path())) {
                file.table().forEach(tile -> {
                    compressions.add(tile.compression());
                    types.add(tile.pixelType());
                    hasM.add(tile.m().isPresent());
                });
            }
        });
        assertThat(compressions).contains(CziCompression.RAW, CziCompression.ZSTD0, CziCompression.ZSTD1);
        assertThat(types)
                .contains(
                        CziPixelType.GRAY8,
                        CziPixelType.GRAY16,
                        CziPixelType.GRAY32_FLOAT,
                        CziPixelType.BGR24,
                        CziPixelType.BGR48);
        assertThat(hasM).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void metadataGiveChannelsAndPixelSize() {
        try (CziFile file = CziFile.open(file("many_planes"))) {
            assertThat(file.channels())
                    .containsExactly(
                            new CziChannel(0, "DAPI & <more>", "#0050FF"), new CziChannel(1, "GFP", "#00FF3C"));
            assertThat(file.pixelSize()).isEqualTo(new CziPixelSize(3.25e-7, 3.5e-7, 1e-6));
            assertThat(file.metadata().problem()).isNull();
            assertThat(file.metadata().xml()).contains("<ImageDocument>");
        }
    }

    @Test
    void coveredTilesAreNotRead() {
        try (CziFile file = CziFile.open(file("overlap_zstd1"));
                Arena arena = Arena.ofShared()) {
            CziTile last = file.tile(11, CziPlane.first()).orElseThrow();
            CziCounters before = file.counters();
            file.readMosaic(last.box(), 1, CziPlane.first(), arena);
            CziCounters cost = file.counters().minus(before);
            assertThat(cost.tilesDecoded()).isEqualTo(1);
            assertThat(cost.tilesNeeded()).isEqualTo(1);
            assertThat(file.tiles(last.box(), 1, CziPlane.first())).containsExactly(last);
        }
    }

    @Test
    void aTileCostsOnePayloadAndItsHeader() {
        for (CziAccess access : List.of(CziAccess.MAPPED, CziAccess.POSITIONAL)) {
            try (CziFile file = CziFile.open(
                            file("many_planes"), CziOptions.defaults().access(access));
                    Arena arena = Arena.ofShared()) {
                CziCounters before = file.counters();
                file.readTile(3, arena);
                CziCounters cost = file.counters().minus(before);
                assertThat(cost.tilesDecoded()).isEqualTo(1);
                assertThat(cost.bytesRead()).isEqualTo(cost.payloadBytes() + 32 + 256);
            }
        }
    }

    @Test
    void aSharedFileIsReadFromManyThreads() throws InterruptedException {
        try (CziFile file =
                        CziFile.open(file("shuffled_m"), CziOptions.defaults().threads(2));
                Arena arena = Arena.ofShared()) {
            String wanted = sha(file.readMosaic(file.bounds(), 1, CziPlane.first(), arena));
            Set<String> found = ConcurrentHashMap.newKeySet();
            List<Thread> threads = Stream.generate(() -> Thread.ofPlatform().unstarted(() -> {
                        for (int i = 0; i < 20; i++) {
                            try (Arena mine = Arena.ofConfined()) {
                                found.add(sha(file.readMosaic(file.bounds(), 1, CziPlane.first(), mine)));
                            }
                        }
                    }))
                    .limit(4)
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(found).containsExactly(wanted);
        }
    }

    @Test
    void wrongQuestionsGetSentences() {
        CziFile file = CziFile.open(file("many_planes"));
        try (Arena arena = Arena.ofConfined()) {
            CziBox box = file.bounds();
            assertThatThrownBy(() -> file.readMosaic(box, 1, CziPlane.channel(7), arena))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no plane C=7")
                    .hasMessageContaining("C from 0 to 1");
            assertThatThrownBy(() -> file.readTile(48, arena))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("0 to 47");
            assertThatThrownBy(() -> file.readTile(0, arena.allocate(3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("needs 640 bytes");
            assertThatThrownBy(() -> file.readMosaic(box, 0, CziPlane.first(), arena))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> CziPlane.parse("C=0,C=1")).hasMessageContaining("twice");
            assertThatThrownBy(() -> CziPlane.parse("C:0")).hasMessageContaining("C=0,Z=3,T=1");
            assertThatThrownBy(() -> CziPlane.parse("M=0")).hasMessageContaining("does not tell planes");
            file.close();
            file.close();
            assertThatThrownBy(() -> file.readTile(0, arena))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }
}
