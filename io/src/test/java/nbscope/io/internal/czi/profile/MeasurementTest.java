package nbscope.io.internal.czi.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import nbscope.io.MalformedDataException;
import nbscope.io.czi.CziAccess;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPixelType;
import nbscope.io.czi.profile.BenchmarkOptions;
import nbscope.io.czi.profile.BenchmarkOptions.Scope;
import nbscope.io.czi.profile.BenchmarkRow;
import nbscope.io.czi.profile.Configuration;
import nbscope.io.czi.profile.CziBenchmark;
import nbscope.io.czi.profile.CziComparison;
import nbscope.io.czi.profile.CziLayout;
import nbscope.io.czi.profile.CziProfile;
import nbscope.io.czi.profile.CziQuick;
import nbscope.io.czi.profile.CziValidation;
import nbscope.io.czi.profile.PhaseSummary;
import nbscope.io.czi.profile.ProfileJson;
import nbscope.io.czi.profile.ProfileOptions;
import nbscope.io.czi.profile.ProfileProgress;
import nbscope.io.czi.profile.TileTiming;
import nbscope.io.internal.czi.OpenCzi;
import nbscope.io.internal.czi.profile.Profiling.Setting;
import nbscope.io.internal.czi.profile.Workload.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the tools count, write and compare; hashes are those of pylibCZIrw.
class MeasurementTest {
    private static final Path FIXTURES = Path.of("src/test/fixtures/czi");
    private static final Path FILE = FIXTURES.resolve("overlap_zstd1.czi");
    private static final int TILES = 12;

    @TempDir
    Path folder;

    private static String expectedHash() throws IOException {
        for (JsonNode file : new ObjectMapper()
                .readTree(FIXTURES.resolve("expected_czi.json").toFile())) {
            if (file.get("file").asText().endsWith("overlap_zstd1.czi")) {
                return file.get("reads").get(0).get("sha256").asText();
            }
        }
        throw new AssertionError("no expected hash");
    }

    @Test
    void aProfileKeepsEveryTileAndCountsOnePayloadForEach() {
        CziProfile profile = CziProfile.run(FILE, ProfileOptions.standard().sampleEvery(1), ProfileProgress.none());
        assertThat(profile.image().tiles()).isEqualTo(TILES);
        assertThat(profile.tiles()).hasSize(TILES).isSortedAccordingTo((a, b) -> Long.compare(a.offset(), b.offset()));
        assertThat(profile.timeline()).hasSize(TILES);
        assertThat(profile.timeline().stream().map(TileTiming::index).distinct())
                .hasSize(TILES);
        for (var pass : List.of(profile.cold(), profile.warm(), profile.parallel())) {
            assertThat(pass.decodedPerTile()).isEqualTo(1);
            assertThat(pass.tiles()).isEqualTo(TILES);
        }
        assertThat(profile.tiles()).allSatisfy(tile -> {
            assertThat(tile.headerNanos()
                            + tile.ioNanos()
                            + tile.decompressNanos()
                            + tile.unpackNanos()
                            + tile.stitchNanos())
                    .isLessThanOrEqualTo(tile.wallNanos());
            assertThat(tile.bytes()).isPositive();
            assertThat(tile.decoded()).isEqualTo(1);
        });
        assertThat(profile.phases().stream().map(PhaseSummary::name))
                .containsExactly("header", "io", "decompress", "unpack", "other", "read", "stitch", "tile");
        assertThat(ProfileJson.text(profile)).contains("\"bytesPerPayloadByte\"");
    }

    @Test
    void eachFifthTileIsKeptAndTheStatisticsAreOfAll() {
        CziProfile profile = CziProfile.run(FILE, ProfileOptions.standard().sampleEvery(5), ProfileProgress.none());
        assertThat(profile.tiles()).hasSize(3);
        assertThat(profile.phases().getLast().count()).isEqualTo(TILES);
    }

    @Test
    void regionsOfSingleTilesDecodeTheirNeighbours() {
        CziProfile profile = Profiling.run(
                FILE, ProfileOptions.quick(), ProfileProgress.none(), new Setting(Method.REGIONS, real -> real));
        assertThat(profile.cold().decodedPerTile()).isGreaterThan(2);
    }

    @Test
    void statisticsAreThoseOfAList() {
        PhaseSummary phase = PhaseSummary.of(
                "x", new long[] {4_000_000_000L, 1_000_000_000L, 3_000_000_000L, 2_000_000_000L}, 20_000_000_000L);
        assertThat(phase).isEqualTo(new PhaseSummary("x", 4, 10, 2.5, 2.5, 4, Math.sqrt(1.25), 1, 4, 0.5));
    }

    @Test
    void theUncompressedCopyHasTheSamePixels() throws IOException {
        Path copy = folder.resolve("raw.czi");
        try (OpenCzi file = OpenCzi.open(FILE, CziOptions.defaults())) {
            RawCzi.write(file, IntStream.range(0, file.tiles()).boxed().toList(), copy);
        }
        assertThat(CziValidation.of(copy, 0, null).sha256()).isEqualTo(expectedHash());
    }

    @Test
    void theMosaicIsWholeAndHasPylibczirwsHash() throws IOException {
        CziValidation found = CziValidation.of(FILE, 0, null);
        assertThat(found.sha256()).isEqualTo(expectedHash());
        assertThat(found.tiles()).isEqualTo(TILES);
        assertThat(found.unreadable()).isEmpty();
        assertThat(found.seamPixels()).isZero();
        assertThat(found.otsuArea()).isStrictlyBetween(0.0, 1.0);
    }

    @Test
    void aDamagedTileIsMissingAndNamed() throws IOException {
        Path damaged = folder.resolve("damaged.czi");
        byte[] bytes = Files.readAllBytes(FILE);
        try (OpenCzi file = OpenCzi.open(FILE, CziOptions.defaults())) {
            int payload = (int) file.tile(5).offset() + 32 + 300;
            Arrays.fill(bytes, payload, payload + 200, (byte) 0x5a);
        }
        Files.write(damaged, bytes);
        CziValidation found = CziValidation.of(damaged, 0, null);
        assertThat(found.unreadable()).singleElement().asString().contains("tile 5");
        assertThat(found.sha256()).isEmpty();
    }

    @Test
    void otsusThresholdPartsTwoHeaps() {
        Histogram histogram = new Histogram();
        short[] levels = new short[1000];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (short) (i % 4 == 0 ? 40_000 + i % 16 : 100 + i % 7);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocateFrom(ValueLayout.JAVA_SHORT, levels);
            histogram.add(pixels, CziPixelType.GRAY16);
        }
        assertThat(histogram.threshold()).isBetween(106.0, 39_999.0);
        assertThat(histogram.above()).isEqualTo(0.25);
    }

    @Test
    void everyConfigurationIsThereAndRanked() {
        CziBenchmark benchmark =
                CziBenchmark.run(FILE, BenchmarkOptions.medium().scope(Scope.THREADS), ProfileProgress.none());
        List<String> names =
                benchmark.rows().stream().map(row -> row.configuration().name()).toList();
        assertThat(names)
                .contains("sequential", "threads-1", "threads-2", "threads-4", "threads-8", "batch-10", "batch-25")
                .contains("batch-50", "batch-100", "order-spatial", "order-directory", "region-2x2", "region-3x3")
                .contains("mmap", "pread", "read-ahead", "downsample-2", "downsample-4", "order-spatial+downsample-2");
        List<BenchmarkRow> measured =
                benchmark.rows().stream().filter(BenchmarkRow::measured).toList();
        assertThat(measured.stream().map(BenchmarkRow::rank))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, measured.size()).boxed().toList());
        assertThat(benchmark.row("downsample-2").orElseThrow().note()).startsWith("no pyramid");
        assertThat(benchmark.downsampling())
                .allSatisfy(cost -> assertThat(cost.note()).startsWith("no pyramid"));
        assertThat(benchmark.row(benchmark.recommended())).isPresent();
        assertThat(benchmark.notOffered()).anySatisfy(why -> assertThat(why).contains("GPU"));
    }

    @Test
    void aPyramidIsReadAndItsLossIsShown() {
        CziBenchmark benchmark = CziBenchmark.run(
                FIXTURES.resolve("exotic/pyramid.czi"),
                BenchmarkOptions.medium().scope(Scope.THREADS),
                ProfileProgress.none());
        assertThat(benchmark.row("downsample-2").orElseThrow().measured()).isTrue();
        assertThat(benchmark.row("downsample-2").orElseThrow().sameAreaPixels()).isFalse();
        assertThat(benchmark.downsampling()).allSatisfy(cost -> {
            assertThat(cost.rms()).isPositive();
            assertThat(cost.picture()).isNotBlank();
        });
    }

    @Test
    void copiesAndProcessesAreMeasured() {
        BenchmarkOptions options = BenchmarkOptions.quick();
        try (OpenCzi file = OpenCzi.open(FILE, CziOptions.defaults().threads(1))) {
            List<Integer> tiles = IntStream.range(0, file.tiles()).boxed().toList();
            Copies copies = new Copies(
                    FILE, file, tiles, new Measuring(options, ProfileProgress.none(), Setting.USUAL, 1000, 0));
            for (String kind : List.of("local", "uncompressed", "ome-zarr")) {
                BenchmarkRow row = copies.measure(
                        Configuration.sequential().named("copy-" + kind, "copy").copy(kind));
                assertThat(row.measured()).as(row.note()).isTrue();
                assertThat(row.preparationSeconds()).isPositive();
            }
        }
        BenchmarkRow processes = ChildProcesses.measure(
                FILE,
                options,
                Configuration.sequential().named("processes-2", "processes").processes(2),
                TILES,
                1000,
                ProfileProgress.none());
        assertThat(processes.measured()).as(processes.note()).isTrue();
    }

    @Test
    void aPythonWithoutTheReaderIsSaidSo() {
        try (OpenCzi file = OpenCzi.open(FILE, CziOptions.defaults())) {
            BenchmarkRow row = PythonReader.measure(FILE, BenchmarkOptions.quick(), file, List.of(0, 1), 1000);
            assertThat(row.measured() || String.valueOf(row.note()).contains("Python"))
                    .as(row.note())
                    .isTrue();
        }
    }

    @Test
    void twoResultsOfOneFileAgreeAndOfTwoFilesDoNot() {
        Path a = folder.resolve("a.json");
        Path b = folder.resolve("b.json");
        Path c = folder.resolve("c.json");
        CziBenchmark first = CziBenchmark.run(FILE, BenchmarkOptions.quick(), ProfileProgress.none());
        assertThat(first.write(a)).isEqualTo(a);
        assertThat(ProfileJson.read(a, CziBenchmark.class)).isEqualTo(first);
        CziBenchmark.run(FILE, BenchmarkOptions.quick(), ProfileProgress.none()).write(b);
        CziBenchmark.run(FIXTURES.resolve("without_m.czi"), BenchmarkOptions.quick(), ProfileProgress.none())
                .write(c);
        CziComparison same = CziComparison.of(a, b);
        assertThat(same.checks())
                .allSatisfy(
                        check -> assertThat(check.good()).as(check.toString()).isTrue());
        assertThat(same.timings()).hasSize(4);
        CziComparison other = CziComparison.of(a, c);
        assertThat(other.good()).isFalse();
        Path profile = folder.resolve("profile.json");
        ProfileJson.write(profile, CziProfile.run(FILE, ProfileOptions.quick(), ProfileProgress.none()));
        assertThat(CziComparison.of(profile, profile).good()).isTrue();
        assertThatThrownBy(() -> CziComparison.of(a, profile)).hasMessageContaining("same kind");
        assertThatThrownBy(() -> CziComparison.of(FILE, a)).isInstanceOf(MalformedDataException.class);
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoReasonToLoseAResult() throws IOException {
        PhaseSummary result = PhaseSummary.of("x", new long[] {1}, 1);
        Path written = ResultFile.write(result, null, Path.of("/proc/nobody-writes-here.czi"));
        try {
            assertThat(written.getParent()).isEqualTo(Path.of("").toAbsolutePath());
            assertThat(ProfileJson.read(written, PhaseSummary.class)).isEqualTo(result);
        } finally {
            Files.delete(written);
        }
    }

    @Test
    void theLayoutIsDrawnAndSaidInWords() {
        CziLayout layout = CziLayout.of(FILE, 0, null);
        assertThat(layout.gridAligned()).isTrue();
        assertThat(layout.columns() * layout.rows()).isEqualTo(TILES);
        assertThat(layout.words()).startsWith("grid-aligned: 12 tiles");
        assertThat(layout.svg())
                .startsWith("<svg")
                .contains("number 11 in the file")
                .endsWith("</svg>\n");
    }

    @Test
    void theQuickTestHasThreePasses() {
        CziQuick quick = CziQuick.run(FILE, 100, 0, null, ProfileProgress.none());
        assertThat(quick.passes().stream().map(pass -> pass.threads())).containsExactly(4, 1, 8);
        assertThat(quick.passes().stream().map(pass -> pass.tiles())).containsExactly(4, TILES, TILES);
        assertThat(quick.recommendation()).contains("8 threads are");
    }

    @Test
    void anInterruptEndsTheWaitForProcesses() throws Exception {
        Configuration c = Configurations.of(Scope.ALL, "tile").stream()
                .filter(one -> one.processes() > 1)
                .findFirst()
                .orElseThrow();
        long before = ProcessHandle.current().children().count();
        FutureTask<BenchmarkRow> waiting = new FutureTask<>(
                () -> ChildProcesses.measure(FILE, BenchmarkOptions.quick(), c, TILES, 1000, ProfileProgress.none()));
        Thread thread = Thread.ofPlatform().start(waiting);
        while (ProcessHandle.current().children().count() < before + c.processes()) {
            Thread.sleep(1);
        }
        // Java takes longer than this to start.
        thread.interrupt();
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(CancellationException.class);
        thread.join();
        while (ProcessHandle.current().children().count() > before) {
            Thread.sleep(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CziAccess.class,
            names = {"MAPPED", "POSITIONAL"})
    @EnabledOnOs(OS.LINUX)
    void callsThatReadAreCounted(CziAccess access) {
        DiskCounters disk = DiskCounters.begin(FILE);
        try (OpenCzi file = OpenCzi.open(FILE, CziOptions.defaults().access(access));
                Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < TILES; i++) {
                file.readTile(i, arena::allocate);
            }
        }
        long calls = disk.end().readCalls();
        if (access == CziAccess.POSITIONAL) {
            assertThat(calls).isGreaterThanOrEqualTo(TILES);
        } else {
            assertThat(calls).isNotNegative();
        }
    }

    @Test
    void anInterruptEndsAMeasurement() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> CziProfile.run(FILE, ProfileOptions.quick(), ProfileProgress.none()))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> CziProfile.run(FILE, ProfileOptions.quick().channel(7), ProfileProgress.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--channel");
        assertThatThrownBy(() -> ProfileOptions.quick().maxTiles(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
