package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which files make up an acquisition of Merlin, and which scan it has.
class MibSetTest {
    private static final int HEADER = 384;
    private static final int FRAME = 8;

    @TempDir
    Path folder;

    /// Frames of 2 x 4 bytes, each filled with the low byte of its number.
    private Path write(String name, int first, int frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < frames; i++) {
            out.write(header(first + i, HEADER, 1, 4, 2, "U08", "1x1", 6));
            for (int k = 0; k < FRAME; k++) {
                out.write(first + i);
            }
        }
        return Files.write(folder.resolve(name), out.toByteArray());
    }

    static byte[] header(
            int sequence, int length, int chips, int width, int height, String kind, String layout, int depth) {
        String text = String.format(
                Locale.ROOT,
                "MQ1,%06d,%05d,%02d,%04d,%04d,%s,%6s,0F,2026,0.1,0,%d,",
                sequence,
                length,
                chips,
                width,
                height,
                kind,
                layout,
                depth);
        byte[] bytes = new byte[length];
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, 0, Math.min(length, ascii.length));
        return bytes;
    }

    private void scanFile(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name), "HDR,\t\n" + String.join("\n", lines) + "\nEnd\t\n");
    }

    /// The first pixel of each frame.
    private static byte[] firstPixels(DataSet data) {
        int frames = (int) data.shape().frames();
        MemorySegment out = Arena.ofAuto().allocate((long) frames * FRAME);
        data.array().read(Region.whole(data.array().shape()), out);
        byte[] first = new byte[frames];
        for (int i = 0; i < frames; i++) {
            first[i] = out.get(ValueLayout.JAVA_BYTE, (long) i * FRAME);
        }
        return first;
    }

    private static byte[] counted(int first, int frames) {
        byte[] out = new byte[frames];
        for (int i = 0; i < frames; i++) {
            out[i] = (byte) (first + i);
        }
        return out;
    }

    @Test
    void filesFollowTheirSequenceNumbersAndNotTheirNames() throws IOException {
        write("a1.mib", 1, 3);
        write("a10.mib", 7, 3);
        write("a2.mib", 4, 3);
        for (String opened : new String[] {"a1.mib", "a10.mib", "a2.mib"}) {
            try (DataSet data = DataSet.open(folder.resolve(opened))) {
                assertThat(data.shape().nav()).containsExactly(3, 3);
                assertThat(data.cacheKey()).contains("a1.mib", "a2.mib", "a10.mib", "[3, 3]");
                assertThat(data.guesses()).anyMatch(g -> g.contains("3 x 3 was guessed"));
                assertThat(firstPixels(data)).isEqualTo(counted(1, 9));
            }
        }
    }

    @Test
    void thousandsOfFilesOfOneFrame() throws IOException {
        int files = 5000;
        for (int i = 0; i < files; i++) {
            write("one" + i + ".mib", i + 1, 1);
        }
        scanFile("one.hdr", "ScanX:\t100", "ScanY:\t50");
        try (DataSet data = DataSet.open(folder.resolve("one.hdr"))) {
            assertThat(data.shape().nav()).containsExactly(50, 100);
            assertThat(firstPixels(data)).isEqualTo(counted(1, files));
        }
    }

    @Test
    void filesOfOthersAreNotTakenIn() throws IOException {
        write("scan1.mib", 1, 2);
        write("scan2.mib", 3, 2);
        write("scanning1.mib", 1, 1);
        write("scan2.bak", 3, 1);
        Files.writeString(folder.resolve("scan3.txt"), "notes");
        Files.createDirectory(folder.resolve("scan4.mib"));
        try (DataSet data = DataSet.open(folder.resolve("scan1.mib"))) {
            assertThat(firstPixels(data)).isEqualTo(counted(1, 4));
        }
        try (DataSet data = DataSet.open(folder.resolve("scan2.bak"))) {
            assertThat(firstPixels(data)).isEqualTo(counted(3, 1));
        }
        Files.writeString(folder.resolve("scan3.mib"), "notes about the scan");
        assertThatThrownBy(() -> DataSet.open(folder.resolve("scan1.mib")))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("scan3.mib")
                .hasMessageContaining("move the file elsewhere");
    }

    @Test
    void acquisitionsWithTheSameNamesAreToldApart() throws IOException {
        write("20260101 1200.mib", 1, 2);
        write("20260101 1300.mib", 1, 4);
        try (DataSet data = DataSet.open(folder.resolve("20260101 1300.mib"))) {
            assertThat(data.shape().frames()).isEqualTo(4);
            assertThat(data.guesses()).anyMatch(g -> g.contains("several acquisitions"));
        }
        scanFile("20260101 1300.hdr", "ScanX:\t1", "ScanY:\t4");
        try (DataSet data = DataSet.open(folder.resolve("20260101 1300.mib"))) {
            assertThat(data.shape().nav()).containsExactly(4, 1);
            assertThat(data.guesses()).isEmpty();
        }
        scanFile("20260101.hdr", "ScanX:\t1", "ScanY:\t2");
        try (DataSet data = DataSet.open(folder.resolve("20260101 1200.mib"))) {
            assertThat(data.shape().nav()).containsExactly(2);
        }
        write("pair1.mib", 1, 2);
        write("pair2.mib", 2, 2);
        scanFile("pair.hdr", "ScanX:\t2", "ScanY:\t2");
        assertThatThrownBy(() -> DataSet.open(folder.resolve("pair.hdr")))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("pair2.mib")
                .hasMessageContaining("sequence number 2");
    }

    @Test
    void aMissingFileIsNamedByItsFrames() throws IOException {
        write("b1.mib", 1, 2);
        write("b3.mib", 5, 2);
        assertThatThrownBy(() -> DataSet.open(folder.resolve("b1.mib")))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("frames 3 to 4 are missing")
                .hasMessageContaining("--partial");
        try (DataSet data =
                DataSet.open(folder.resolve("b1.mib"), DataSetOptions.none().allowPartial())) {
            assertThat(firstPixels(data)).isEqualTo(counted(1, 2));
            assertThat(data.guesses()).anyMatch(g -> g.contains("frames 3 to 4 are missing"));
        }
        scanFile("c.hdr", "ScanX:\t2", "ScanY:\t2");
        assertThatThrownBy(() -> DataSet.open(folder.resolve("c.hdr")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("c.mib");
    }

    @Test
    void filesOfAnotherShapeAreRefused() throws IOException {
        write("d1.mib", 1, 2);
        byte[] other = header(3, HEADER, 1, 8, 2, "U08", "1x1", 6);
        Files.write(folder.resolve("d2.mib"), java.util.Arrays.copyOf(other, HEADER + 16));
        assertThatThrownBy(() -> DataSet.open(folder.resolve("d1.mib")))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("frames of 2 x 8 pixels")
                .hasMessageContaining("d1.mib");
    }

    @Test
    void aCutFileIsOpenedAsFarAsItsFramesAreWhole() throws IOException {
        Path file = write("e.mib", 1, 4);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 3));
        assertThatThrownBy(() -> DataSet.open(file))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("3 whole frames");
        var options = DataSetOptions.none().allowPartial().nav(2, 2);
        try (DataSet data = DataSet.open(file, options)) {
            assertThat(firstPixels(data)).containsExactly(1, 2, 3, 0);
        }
        Files.write(file, java.util.Arrays.copyOf(bytes, HEADER + 3));
        assertThatThrownBy(() -> DataSet.open(file, options))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("no whole frame");
    }

    @Test
    void aLaterHeaderMustBeWhereTheFirstSays() throws IOException {
        Path file = write("f.mib", 1, 4);
        byte[] bytes = Files.readAllBytes(file);
        bytes[3 * (HEADER + FRAME)] = 'X';
        Files.write(file, bytes);
        assertThatThrownBy(() -> DataSet.open(file))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("byte " + 3 * (HEADER + FRAME));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ScanX:\t3|ScanY:\t2; 2 3",
                "Frames in Acquisition (Number):\t6|Frames per Trigger (Number):\t2; 3 2",
                // A trigger per frame, or one for all, says nothing of rows.
                "Frames in Acquisition (Number):\t6|Frames per Trigger (Number):\t1; 6",
                "Frames in Acquisition (Number):\t6|Frames per Trigger (Number):\t6; 6",
                "Threshold 0 (keV):\t30|no tab in this line; 6",
            })
    void theScanFileGivesTheScan(String lines, String nav) throws IOException {
        write("g1.mib", 1, 3);
        write("g2.mib", 4, 3);
        scanFile("g.hdr", lines.split("\\|"));
        for (String opened : new String[] {"g.hdr", "g2.mib"}) {
            try (DataSet data = DataSet.open(folder.resolve(opened))) {
                assertThat(data.shape().nav())
                        .containsExactly(java.util.Arrays.stream(nav.split(" "))
                                .mapToLong(Long::parseLong)
                                .toArray());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "0, 6", "999999999, 999999999", "12345678901234567890, 1", "two, 3", "4, 4"})
    void aScanFileThatLiesIsAnError(String x, String y) throws IOException {
        write("h.mib", 1, 6);
        scanFile("h.hdr", "ScanX:\t" + x, "ScanY:\t" + y);
        assertThatThrownBy(() -> DataSet.open(folder.resolve("h.hdr")))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("nav");
        try (DataSet data =
                DataSet.open(folder.resolve("h.mib"), DataSetOptions.none().nav(3, 2))) {
            assertThat(firstPixels(data)).isEqualTo(counted(1, 6));
        }
    }
}
