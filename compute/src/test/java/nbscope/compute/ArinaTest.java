package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import nbscope.compute.udf.AnalysisJob;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.DataSet;
import nbscope.io.Region;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Master files of h5py into stacks: bins, masks, series, what is missing.
class ArinaTest {
    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("../io/src/test/fixtures/hdf5/files.zip"));
                var zip = new ZipInputStream(in)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                Path file = folder.resolve(e.getName());
                if (!e.isDirectory()) {
                    Files.createDirectories(file.getParent());
                    Files.write(file, zip.readAllBytes());
                }
            }
        }
    }

    private Path master() {
        return folder.resolve("arina/run/run_master.h5");
    }

    @Test
    void framesBecomeAScanWithoutMaskedPixels() {
        try (DataSet data = Arina.file(master()).scan(3, 4).open();
                DeviceStack stack = Arina.file(master())
                        .scan(3, 4)
                        .device(Device.java())
                        .progress(LoadProgress.SILENT)
                        .load()) {
            assertThat(stack.scanRows()).isEqualTo(3);
            assertThat(stack.badPixels().count()).isEqualTo(5);
            var sums = UdfRunner.of(data).run(AnalysisJob.parse("sumsig").udf(data));
            Image all = stack.virtualImage(Detector.rectangle(100, 100));
            try (var arena = Arena.ofConfined()) {
                var expected = sums.read(Region.whole(sums.shape()), arena);
                for (int p = 0; p < 12; p++) {
                    assertThat(all.exact(p / 4, p % 4)).isEqualTo(expected.getAtIndex(ValueLayout.JAVA_LONG, p));
                }
            }
        }
    }

    @Test
    void binsAndHotPixelsAreAskedForByName() {
        try (DeviceStack stack = Arina.file(master())
                .scan(2, 6)
                .detBin(2)
                .scanBin(2)
                .hotPixels(true)
                .progress(LoadProgress.SILENT)
                .load()) {
            assertThat(stack.scanRows()).isEqualTo(1);
            assertThat(stack.scanCols()).isEqualTo(3);
            assertThat(stack.detectorRows()).isEqualTo(12);
            assertThat(stack.badPixels().use()).isEqualTo(BadPixels.Use.EXCLUDE);
            assertThat(stack.badPixels().count()).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void aFolderIsASeries() throws IOException {
        Path both = Files.createDirectory(folder.resolve("both"));
        for (String name : List.of("run_master.h5", "run_data_000001.h5", "run_data_000002.h5", "run_data_000003.h5")) {
            Files.copy(master().resolveSibling(name), both.resolve(name));
            if (name.endsWith("_master.h5")) {
                Files.copy(master(), both.resolve("again_master.h5"));
            }
        }
        try (DeviceStack stack =
                Arina.folder(both).scan(3, 4).progress(LoadProgress.SILENT).load()) {
            assertThat(stack.frames()).isEqualTo(2);
            assertThat(stack.frame(1).pattern(2, 3).exact(5, 6))
                    .isEqualTo(stack.frame(0).pattern(2, 3).exact(5, 6));
        }
        Files.delete(both.resolve("run_data_000002.h5"));
        assertThatThrownBy(() -> Arina.folder(both).scan(3, 4).load())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("run_data_000002.h5");
        assertThatThrownBy(() -> Arina.folder(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("_master.h5");
    }
}
