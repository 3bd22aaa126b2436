package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import nbscope.io.internal.arina.ArinaArray;
import nbscope.io.internal.arina.ArinaMaster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Master files and their files of frames; the frames themselves are compared in [Hdf5Test].
class ArinaTest {
    @TempDir
    Path folder;

    @BeforeEach
    void unzip() {
        Hdf5Fixtures.unzip(folder);
    }

    private Path file(String name) {
        return folder.resolve("hdf5/arina").resolve(name);
    }

    @Test
    void framesOfAllFilesAreOneArray() {
        try (ArinaArray array = ArinaArray.open(ArinaMaster.read(file("run/run_master.h5"), false), null)) {
            assertThat(array.shape()).containsExactly(12, 24, 20);
            assertThat(array.dtype()).isEqualTo(DType.U16);
            assertThat(array.mismatch()).isEmpty();
            assertThat(array.axes()).extracting(Axis::name).containsExactly("frame", "det_row", "det_col");
            assertThat(array.storedFrameBytes()).hasSize(12);
            assertThat(java.util.Arrays.stream(array.storedFrameBytes())).allMatch(n -> n > 12 && n < 960);
            byte[] all = Fixture.read(array, Region.whole(array.shape()));
            byte[] across = Fixture.read(array, new Region(new long[] {3, 2, 1}, new long[] {7, 5, 6}));
            for (int i = 0; i < 7 * 5 * 6 * 2; i++) {
                int k = i / 2;
                int from = ((3 + k / 30) * 24 * 20 + (2 + k / 6 % 5) * 20 + 1 + k % 6) * 2 + i % 2;
                assertThat(across[i]).as("byte %d", i).isEqualTo(all[from]);
            }
        }
    }

    @Test
    void maskedPixelsAreThoseThatAreNotZero() {
        ArinaMaster master = ArinaMaster.read(file("run/run_master.h5"), false);
        assertThat(master.expected()).isEqualTo(12);
        assertThat(master.mask()).containsExactly(24, 20);
        for (int i = 0; i < 24 * 20; i++) {
            boolean masked = i == 3 * 20 + 4 || i / 20 >= 20 && i % 20 == 19;
            assertThat(master.masked()[i]).as("pixel %d", i).isEqualTo(masked);
        }
        assertThat(ArinaMaster.read(file("stopped/stopped_master.h5"), false).masked())
                .isEmpty();
    }

    @Test
    void aStoppedAcquisitionSaysHowManyFramesThereAre() {
        try (NdArray array = NdArray.open(file("stopped/stopped_master.h5"))) {
            assertThat(array.shape()).containsExactly(7, 24, 20);
            assertThat(array.header().get("warning")).asString().contains("promises 12 frames", "hold 7");
        }
    }

    @Test
    void everyMissingFileIsNamed() throws IOException {
        Files.delete(file("run/run_data_000001.h5"));
        Files.delete(file("run/run_data_000003.h5"));
        assertThatThrownBy(() -> NdArray.open(file("run/run_master.h5")).close())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("2 of the 3 files")
                .hasMessageContaining("run_data_000001.h5")
                .hasMessageContaining("run_data_000003.h5");
    }

    @Test
    void filesOfAnotherAcquisitionAreRefused() throws IOException {
        Files.copy(
                folder.resolve("hdf5/largest.h5"), file("run/run_data_000002.h5"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> NdArray.open(file("run/run_master.h5")).close())
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining("run_data_000002.h5")
                .hasMessageContaining("there is no data set /entry/data/data");
    }

    @Test
    void aMasterOfAnotherNameSaysWhatToDo() throws IOException {
        Files.move(file("run/run_master.h5"), file("run/other.h5"));
        assertThatThrownBy(() -> NdArray.open(file("run/other.h5")).close())
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining("3 other files")
                .hasMessageContaining("_master.h5");
    }

    @Test
    void aFileThatIsOnlyCalledMasterIsReadAsAnyOther() throws IOException {
        Files.copy(folder.resolve("hdf5/largest.h5"), folder.resolve("hdf5/largest_master.h5"));
        try (NdArray array = NdArray.open(folder.resolve("hdf5/largest_master.h5"))) {
            assertThat(array.shape()).containsExactly(3, 7, 8);
        }
    }

    @Test
    void aFileOfFramesThatIsCutShortIsNamed() throws IOException {
        Path data = file("run/run_data_000002.h5");
        byte[] bytes = Files.readAllBytes(data);
        Files.write(data, java.util.Arrays.copyOf(bytes, bytes.length - 100));
        assertThatThrownBy(() -> NdArray.open(file("run/run_master.h5")).close())
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("run_data_000002.h5")
                .hasMessageContaining("found the end of the file after " + (bytes.length - 100) + " bytes")
                .hasMessageContaining("expected " + bytes.length + " bytes");
    }
}
