package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import nbscope.io.OmeZarrOptions.Codec;
import nbscope.io.OmeZarrOptions.Ngff;
import nbscope.io.internal.zarr.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An image that was cut off is gone on with, and is the same as one that was not.
class OmeZarrResumeTest {
    private static final List<OmeZarrOptions> OPTIONS = List.of(
            new OmeZarrOptions(Ngff.V04, OmeZarrOptions.AUTO, 16, 0, Codec.BLOSC),
            new OmeZarrOptions(Ngff.V05, OmeZarrOptions.AUTO, 16, 0, Codec.ZSTD),
            new OmeZarrOptions(Ngff.V05, 4, 16, 2, Codec.ZSTD));
    private static final Sample SAMPLE = new Sample(DType.U16, 2, 211, 173);

    @TempDir
    Path folder;

    static Stream<Long> tenSeeds() {
        return Seeds.of(10);
    }

    /// Every file with its bytes, by its name.
    private static Map<String, String> content(Path target) throws IOException {
        Map<String, String> out = new TreeMap<>();
        try (Stream<Path> files = Files.walk(target)) {
            for (Path file : files.toList()) {
                String name = target.relativize(file).toString();
                out.put(name, Files.isDirectory(file) ? "folder" : Fixture.sha256(Files.readAllBytes(file)));
            }
        }
        return out;
    }

    private Map<String, String> uninterrupted(OmeZarrOptions options) throws IOException {
        Path target = folder.resolve("whole" + OPTIONS.indexOf(options));
        OmeZarr.write(target, SAMPLE, options, done -> {});
        return content(target);
    }

    @ParameterizedTest
    @MethodSource("tenSeeds")
    void aCutAtAnyStepIsGoneOnWith(long seed) throws IOException {
        Random random = new Random(seed);
        for (OmeZarrOptions options : OPTIONS) {
            Map<String, String> whole = uninterrupted(options);
            int steps = 3
                    * (int) whole.values().stream()
                            .filter(v -> !v.equals("folder"))
                            .count();
            Path target = folder.resolve("cut" + OPTIONS.indexOf(options));
            for (int cuts = 0; cuts < 3; cuts++) {
                CutDisk disk = new CutDisk(1 + random.nextInt(steps));
                try {
                    new ImageWriter(target, SAMPLE, options, disk, done -> {}).write();
                } catch (UncheckedIOException expected) {
                    assertThat(expected).hasMessageContaining("goes on where it stopped");
                    assertThatThrownBy(() -> NdArray.open(target)).isInstanceOf(UnsupportedDataException.class);
                }
                if (!Files.exists(target.resolve(".nbscope-unfinished"))) {
                    break;
                }
            }
            if (Files.exists(target.resolve(".nbscope-unfinished"))) {
                OmeZarr.write(target, SAMPLE, options, done -> {});
            }
            assertThat(content(target)).as("seed %d, %s", seed, options).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("tenSeeds")
    void aKilledProcessIsGoneOnWith(long seed) throws Exception {
        Random random = new Random(seed);
        OmeZarrOptions options = OPTIONS.get((int) (seed % OPTIONS.size()));
        Map<String, String> whole = uninterrupted(options);
        Path target = folder.resolve("killed");
        int files =
                (int) whole.values().stream().filter(v -> !v.equals("folder")).count();
        kill(target, options, 1 + random.nextInt(files));
        assertThat(Files.exists(target.resolve(".nbscope-unfinished"))).isTrue();
        OmeZarr.write(target, SAMPLE, options, done -> {});
        assertThat(content(target)).isEqualTo(whole);
    }

    /// Starts a process that writes the image and halts, without any end, when it has so many files.
    private static void kill(Path target, OmeZarrOptions options, int files) throws Exception {
        ChildJvm child = ChildJvm.run(
                HaltingWriter.class,
                "-Xmx256m",
                target.toString(),
                String.valueOf(OPTIONS.indexOf(options)),
                String.valueOf(files));
        assertThat(child.status()).as(child.said()).isEqualTo(HaltingWriter.STATUS);
    }

    /// The process that dies.
    static final class HaltingWriter {
        static final int STATUS = 7;

        private HaltingWriter() {}

        public static void main(String[] arguments) {
            CutDisk disk = new CutDisk(3 * Integer.parseInt(arguments[2])) {
                @Override
                void cut() {
                    Runtime.getRuntime().halt(STATUS);
                }
            };
            OmeZarrOptions options = OPTIONS.get(Integer.parseInt(arguments[1]));
            new ImageWriter(Path.of(arguments[0]), SAMPLE, options, disk, done -> {}).write();
            Runtime.getRuntime().halt(STATUS);
        }
    }

    @Test
    void finishedChunksAreNotMadeAgain() {
        OmeZarrOptions options = OPTIONS.get(1);
        Path target = folder.resolve("again");
        CutDisk disk = new CutDisk(700);
        assertThatThrownBy(() -> new ImageWriter(target, SAMPLE, options, disk, done -> {}).write())
                .isInstanceOf(UncheckedIOException.class);
        CountingSource counting = new CountingSource(SAMPLE);
        OmeZarr.write(target, counting, options, done -> {});
        CountingSource all = new CountingSource(SAMPLE);
        OmeZarr.write(folder.resolve("all"), all, options, done -> {});
        assertThat(counting.pixels()).isBetween(1L, all.pixels() / 2 + 1);
        assertThat(all.pixels()).isEqualTo(2L * 211 * 173);
    }

    @Test
    void anUnfinishedImageOfSomethingElseIsRefused() {
        Path target = folder.resolve("other");
        CutDisk disk = new CutDisk(50);
        assertThatThrownBy(() -> new ImageWriter(target, SAMPLE, OPTIONS.get(0), disk, done -> {}).write())
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> OmeZarr.write(target, new Sample(DType.U16, 2, 211, 174), OPTIONS.get(0), done -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other options");
        assertThatThrownBy(() -> OmeZarr.write(target, SAMPLE, OPTIONS.get(1), done -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NdArray.open(target)).hasMessageContaining("unfinished");
    }

    @Test
    void anInterruptEndsItAndItCanGoOn() throws IOException {
        OmeZarrOptions options = OPTIONS.get(1);
        Path target = folder.resolve("interrupted");
        Thread caller = Thread.currentThread();
        assertThatThrownBy(() -> OmeZarr.write(target, SAMPLE, options, done -> caller.interrupt()))
                .isInstanceOf(CancellationException.class);
        Thread.interrupted();
        OmeZarr.write(target, SAMPLE, options, done -> {});
        assertThat(content(target)).isEqualTo(uninterrupted(options));
    }
}
