package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import nbscope.io.czi.CziAccess;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.CziTile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Large directories, split files, payloads of another size, and the planes as an array.
class CziStructureTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void regionsOfAHundredThousandTilesGiveWhatALookAtEachTileGives() {
        Path path = CziBytes.manyTiles("sparse", 400, 250, 16).save(folder.resolve("many.czi"));
        try (CziFile file = CziFile.open(path)) {
            assertThat(file.tileCount()).isEqualTo(100_000);
            assertThat(file.bounds()).isEqualTo(new CziBox(0, 0, 6400, 4000));
            List<CziTile> all = file.table().toList();
            SplittableRandom random = new SplittableRandom(5);
            for (int i = 0; i < 20; i++) {
                CziBox box = new CziBox(
                        random.nextInt(-50, 6400),
                        random.nextInt(-50, 4000),
                        random.nextInt(1, 300),
                        random.nextInt(1, 300));
                assertThat(file.tiles(box, 1, CziPlane.first())
                                .map(CziTile::index)
                                .collect(Collectors.toSet()))
                        .isEqualTo(all.stream()
                                .filter(tile -> tile.box().intersects(box))
                                .map(CziTile::index)
                                .collect(Collectors.toSet()));
            }
        }
    }

    @Test
    void tilesOfASplitFileAreReadFromItsParts() {
        CziBytes whole = CziBytes.of("sparse");
        int entry = whole.entries().get(1);
        String wanted;
        try (CziFile file = CziFile.open(Fixture.path("czi/sparse.czi"));
                Arena arena = Arena.ofShared()) {
            wanted = CziFileTest.sha(file.readTile(1, arena));
        }
        whole.save(folder.resolve("slide (1).czi"));
        byte[] master = whole.putInt(entry + 14, 1).toArray();
        master[whole.subBlock(1)] = 'x';
        Path path = new CziBytes(master).save(folder.resolve("slide.czi"));
        try (CziFile file = CziFile.open(path);
                Arena arena = Arena.ofShared()) {
            assertThat(file.tile(1).filePart()).isEqualTo(1);
            assertThat(CziFileTest.sha(file.readTile(1, arena))).isEqualTo(wanted);
        }
        CziBytes other = CziBytes.of("sparse").putInt(32 + 16, 12345);
        other.save(folder.resolve("slide (1).czi"));
        try (CziFile file = CziFile.open(path);
                Arena arena = Arena.ofShared()) {
            assertThatThrownBy(() -> file.readTile(1, arena)).hasMessageContaining("identity of another file");
        }
        try (CziFile file = CziFile.open(new CziBytes(master).save(folder.resolve("alone.czi")));
                Arena arena = Arena.ofShared()) {
            assertThatThrownBy(() -> file.readTile(1, arena))
                    .isInstanceOf(MalformedDataException.class)
                    .hasMessageContaining("alone (1).czi");
            file.readTile(0, arena);
        }
    }

    @Test
    void payloadsOfAnotherSizeArePaddedOrRefused() {
        CziBytes bytes = CziBytes.of("sparse");
        int block = bytes.subBlock(0);
        long size = bytes.i64(block + 32 + 8);
        Path path = bytes.putLong(block + 32 + 8, size - 16).save(folder.resolve("short.czi"));
        try (CziFile file = CziFile.open(path);
                Arena arena = Arena.ofShared()) {
            MemorySegment tile = file.readTile(0, arena);
            assertThat(tile.asSlice(size - 16).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
        }
        try (CziFile file = CziFile.open(path, CziOptions.defaults().resolutionProtocol(false));
                Arena arena = Arena.ofShared()) {
            assertThatThrownBy(() -> file.readTile(0, arena))
                    .isInstanceOf(MalformedDataException.class)
                    .hasMessageContaining("resolution protocol");
            file.readTile(1, arena);
        }
    }

    @Test
    void anArrayHasThePlanesOfTheFile() {
        try (CziFile file = CziFile.open(Fixture.path("czi/many_planes.czi"));
                NdArray array = NdArray.open(Fixture.path("czi/many_planes.czi"));
                Arena arena = Arena.ofShared()) {
            assertThat(array.shape()).containsExactly(2, 2, 3, 30, 38);
            assertThat(array.axes().get(4)).isEqualTo(new Axis("x", 0.325, "µm", 0));
            MemorySegment part =
                    array.read(new Region(new long[] {1, 0, 1, 3, 5}, new long[] {1, 2, 2, 20, 30}), arena);
            long plane = 20 * 30 * 2;
            for (int c = 0; c < 2; c++) {
                for (int z = 0; z < 2; z++) {
                    CziPlane wanted = CziPlane.first().with('T', 1).with('C', c).with('Z', z + 1);
                    MemorySegment pixels = file.readMosaic(new CziBox(5, 3, 30, 20), 1, wanted, arena);
                    assertThat(part.asSlice((c * 2 + z) * plane, plane).mismatch(pixels))
                            .isEqualTo(-1);
                }
            }
            MemorySegment floats = arena.allocate(38 * 4);
            Region row = new Region(new long[] {0, 0, 0, 7, 0}, new long[] {1, 1, 1, 1, 38});
            array.readFloat32(row, floats);
            MemorySegment numbers = array.read(row, arena);
            for (int i = 0; i < 38; i++) {
                assertThat(floats.getAtIndex(ValueLayout.JAVA_FLOAT, i))
                        .isEqualTo((float) (numbers.getAtIndex(ValueLayout.JAVA_SHORT, i) & 0xffff));
            }
        }
    }

    @Test
    void coloursHaveAnAxisOfTheirOwn() {
        try (NdArray array = NdArray.open(Fixture.path("czi/negative_bgr24.czi"));
                Arena arena = Arena.ofShared()) {
            long[] shape = array.shape();
            assertThat(shape).hasSize(6).endsWith(3);
            MemorySegment all = array.read(Region.whole(shape), arena);
            MemorySegment green = array.read(
                    new Region(new long[] {0, 0, 0, 0, 0, 1}, new long[] {1, 1, 1, shape[3], shape[4], 1}), arena);
            for (long i = 0; i < green.byteSize(); i++) {
                assertThat(green.get(ValueLayout.JAVA_BYTE, i)).isEqualTo(all.get(ValueLayout.JAVA_BYTE, 3 * i + 1));
            }
        }
    }

    @Test
    void otherZoomsTakeTheNearestPixel() {
        try (CziFile file = CziFile.open(Fixture.path("czi/overlap_zstd1.czi"));
                Arena arena = Arena.ofShared()) {
            CziBox box = file.bounds();
            MemorySegment full = file.readMosaic(box, 1, CziPlane.first(), arena);
            MemorySegment half = file.readMosaic(box, 0.5, CziPlane.first(), arena);
            int width = (int) box.width() / 2;
            assertThat(half.byteSize()).isEqualTo(width * (box.height() / 2) * 2);
            for (int y = 0; y < box.height() / 2; y++) {
                for (int x = 0; x < width; x++) {
                    assertThat(half.getAtIndex(ValueLayout.JAVA_SHORT, (long) y * width + x))
                            .isEqualTo(
                                    full.getAtIndex(ValueLayout.JAVA_SHORT, (2L * y + 1) * box.width() + 2L * x + 1));
                }
            }
        }
    }

    @Test
    void aFileWithoutTilesOpens() {
        CziBytes bytes = CziBytes.of("sparse");
        Path path = bytes.putInt(bytes.directory() + 32, 0).save(folder.resolve("empty.czi"));
        try (CziFile file = CziFile.open(path)) {
            assertThat(file.tileCount()).isZero();
            assertThat(file.bounds().isEmpty()).isTrue();
            assertThat(file.levels()).isEmpty();
            assertThatThrownBy(() -> file.pixelType(CziPlane.first())).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> NdArray.open(path)).isInstanceOf(UnsupportedDataException.class);
    }

    @Test
    void anInterruptEndsAReadAndLeavesTheFileOpen() {
        for (CziAccess access : List.of(CziAccess.MAPPED, CziAccess.POSITIONAL)) {
            try (CziFile file = CziFile.open(
                            Fixture.path("czi/scenes.czi"),
                            CziOptions.defaults().access(access));
                    Arena arena = Arena.ofShared()) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> file.readMosaic(file.bounds(), 1, CziPlane.first(), arena))
                        .isInstanceOf(CancellationException.class);
                assertThat(Thread.interrupted()).isTrue();
                file.readMosaic(file.bounds(), 1, CziPlane.first(), arena);
            }
        }
        try (CziFile file = CziFile.open(
                        Fixture.path("czi/scenes.czi"), CziOptions.defaults().access(CziAccess.POSITIONAL));
                Arena arena = Arena.ofShared()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> file.readTile(0, arena)).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            file.readTile(0, arena);
        }
    }

    @Test
    void closingWaitsForReads() throws InterruptedException {
        for (CziAccess access : List.of(CziAccess.MAPPED, CziAccess.POSITIONAL)) {
            CziFile file = CziFile.open(
                    Fixture.path("czi/many_planes.czi"), CziOptions.defaults().access(access));
            List<Throwable> ends = new CopyOnWriteArrayList<>();
            List<Thread> readers = Stream.generate(() -> Thread.ofPlatform().unstarted(() -> {
                        try (Arena arena = Arena.ofConfined()) {
                            MemorySegment out = arena.allocate(1 << 16);
                            for (int i = 0; ; i++) {
                                file.readTile(i % file.tileCount(), out);
                            }
                        } catch (RuntimeException | Error e) {
                            ends.add(e);
                        }
                    }))
                    .limit(3)
                    .toList();
            readers.forEach(Thread::start);
            Thread.sleep(30);
            file.close();
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(ends)
                    .hasSize(3)
                    .allSatisfy(end -> assertThat(end)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("is closed"));
        }
    }

    @Test
    void phasesAreEventsOfTheFlightRecorder() throws IOException {
        Path recorded = folder.resolve("phases.jfr");
        try (Recording recording = new Recording();
                CziFile file = CziFile.open(Fixture.path("czi/scenes.czi"));
                Arena arena = Arena.ofShared()) {
            recording.enable("nbscope.CziPhase");
            recording.start();
            file.readTile(2, arena);
            file.readMosaic(file.bounds(), 1, CziPlane.first(), arena);
            recording.stop();
            recording.dump(recorded);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(recorded);
        assertThat(events)
                .extracting(event -> event.getString("phase"))
                .contains("header", "io", "decompress", "stitch");
        assertThat(events)
                .filteredOn(event -> event.getString("phase").equals("io"))
                .anySatisfy(event -> assertThat(event.getLong("tile")).isEqualTo(2));
    }
}
