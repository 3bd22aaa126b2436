package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of cameras that are cut short, that lie, or that miss a part.
@Timeout(120)
class CameraDamageTest {
    private static final int FLIPS = 150;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Path copy(String format, String name) throws IOException {
        CameraFixture.copy(format, name.substring(0, name.lastIndexOf('.')).replaceAll("_[0-9]+$", ""), folder);
        return folder.resolve(name);
    }

    private Path patched(String format, String name, int offset, long value, int bytes) throws IOException {
        Path file = copy(format, name);
        byte[] content = Files.readAllBytes(file);
        for (int i = 0; i < bytes; i++) {
            content[offset + i] = (byte) (value >>> 8 * i);
        }
        Files.write(file, content);
        return file;
    }

    private static Path cut(Path file, int bytes) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - bytes));
        return file;
    }

    private static void refused(Path file, Class<? extends RuntimeException> kind, String... words) {
        assertThatThrownBy(() -> DataSet.open(file).close()).isInstanceOf(kind).hasMessageContainingAll(words);
    }

    private static long frames(Path file) {
        try (DataSet data = DataSet.open(file, DataSetOptions.none().allowPartial())) {
            NdArray array = data.array();
            Fixture.read(array, new Region(new long[array.shape().length], array.shape()));
            return ((nbscope.io.dataset.FileDataSet) data).layout().files().frames();
        }
    }

    @Test
    void sequencesThatAreCutShortSayHowManyFramesAreThere() throws IOException {
        Path file = cut(copy("seq", "v5_u16.seq"), 340);
        refused(file, MalformedDataException.class, "8 whole frames", "9 frames of 324 bytes", "allowPartial()");
        assertThat(frames(file)).isEqualTo(8);
    }

    @Test
    void sequencesThatLieAreRefused() throws IOException {
        refused(patched("seq", "v5_u16.seq", 548, 0xffffffffL, 4), MalformedDataException.class, "4294967295 pixels");
        refused(patch(548, 0), MalformedDataException.class, "10 x 0");
        refused(patch(548, 14, 580, 100), MalformedDataException.class, "true_image_size of 100", "280 bytes");
        refused(patch(580, 324, 572, 0xfffffffeL), MalformedDataException.class, "expected 4294967294 frames");
        refused(patch(572, 9, 620, 1), UnsupportedDataException.class, "compressed");
        refused(patch(620, 0, 568, 200), UnsupportedDataException.class, "image_format is 200");
        refused(patch(568, 100, 556, 12, 564, 210), UnsupportedDataException.class, "bit_depth is 12");
        refused(patch(556, 16, 0, 1), MalformedDataException.class, "found 1, expected feed");
    }

    /// Changes numbers of the sequence that the test has copied.
    private Path patch(int... offsetsAndValues) throws IOException {
        long[] wide = Arrays.stream(offsetsAndValues).asLongStream().toArray();
        return patchWide(wide);
    }

    private Path patch(int offset, int value, int other, long last) throws IOException {
        return patchWide(offset, value, other, last);
    }

    private Path patchWide(long... offsetsAndValues) throws IOException {
        Path file = folder.resolve("v5_u16.seq");
        byte[] content = Files.readAllBytes(file);
        ByteBuffer b = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < offsetsAndValues.length; i += 2) {
            b.putInt((int) offsetsAndValues[i], (int) offsetsAndValues[i + 1]);
        }
        Files.write(file, content);
        return file;
    }

    @Test
    void listsOfBadPixelsLookAtNoOtherFile() throws IOException {
        Path file = copy("seq", "bad.seq");
        Path xml = folder.resolve("bad.seq.Config.Metadata.xml");
        Files.writeString(
                xml,
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><a><BadPixelMap Rows=\"32\" "
                        + "Columns=\"32\">&b;</BadPixelMap></a>");
        refused(file, MalformedDataException.class, "Config.Metadata.xml", "move the file away");
        Files.writeString(xml, "<a><BadPixelMap Rows=\"8\" Columns=\"8\"/></a>");
        try (DataSet data = DataSet.open(file)) {
            assertThat(data.maskedPixels()).isNull();
            assertThat(data.guesses()).anyMatch(g -> g.contains("do not fit frames of 10 x 14"));
        }
        Files.delete(folder.resolve("bad.seq.metadata"));
        try (DataSet data = DataSet.open(file)) {
            assertThat(data.guesses()).anyMatch(g -> g.contains("bad.seq.metadata") && g.contains("missing"));
        }
    }

    @Test
    void missingFilesOfSeriesAreNamed() throws IOException {
        Path second = copy("tvips", "set_001.tvips");
        Files.writeString(folder.resolve("set_notes.tvips"), "foreign");
        Files.writeString(folder.resolve("other_002.tvips"), "foreign");
        assertThat(frames(second)).isGreaterThan(5);
        Files.copy(second, folder.resolve("set_007.tvips"));
        refused(second, UncheckedIOException.class, "is missing", "set_00");
        Files.delete(folder.resolve("set_007.tvips"));
        Files.delete(folder.resolve("set_000.tvips"));
        refused(second, UncheckedIOException.class, "set_000.tvips belongs to the data set and is missing");
    }

    @Test
    void seriesThatAreCutShortOrLieAreRefused() throws IOException {
        Path file = copy("tvips", "set_000.tvips");
        cut(file, 10);
        refused(file, MalformedDataException.class, "set_000.tvips", "whole frames", "multiple of 204 bytes");
        long whole = frames(file);
        assertThat(whole).isPositive();
        try (DataSet data = DataSet.open(file, DataSetOptions.none().allowPartial())) {
            assertThat(data.guesses()).anyMatch(g -> g.contains("is cut short; the frames of the"));
        }
        refused(patched("tvips", "single_000.tvips", 8, -5, 4), MalformedDataException.class, "6 x -5 pixels");
        Files.delete(folder.resolve("single_000.tvips"));
        refused(patched("tvips", "single_000.tvips", 48, -5, 4), MalformedDataException.class, "headers of -5 bytes");
        Files.delete(folder.resolve("single_000.tvips"));
        refused(patched("tvips", "single_000.tvips", 4, 9, 4), UnsupportedDataException.class, "version 9");
    }

    @Test
    void scansThatDoNotFitAreRefused() {
        Path file = CameraFixture.FOLDER.resolve("tvips/single_000.tvips");
        assertThatThrownBy(() -> DataSet.open(file, DataSetOptions.none().nav(5, 5)))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContainingAll("12 whole frames", "25 for a scan of [5, 5]");
    }

    @Test
    void setsOfFoldedFramesNeedAllTheirFiles() throws IOException {
        Path text = copy("frms6", "full.hdr");
        Path last = folder.resolve("full_002.frms6");
        byte[] kept = Files.readAllBytes(last);
        cut(last, 100);
        refused(text, MalformedDataException.class, "full_002.frms6", "1 whole frames", "2 frames of 304 bytes");
        assertThat(frames(text)).isEqualTo(5);
        Files.delete(last);
        refused(text, MalformedDataException.class, "4 frames in the files", "6, as SignalFrames says");
        Files.write(last, kept);
        Files.delete(folder.resolve("full_001.frms6"));
        refused(last, UncheckedIOException.class, "full_001.frms6 belongs to the data set and is missing");
        Files.delete(text);
        refused(last, UncheckedIOException.class, "full.hdr");
    }

    @Test
    void setsOfFoldedFramesThatLieAreRefused() throws IOException {
        Path text = copy("frms6", "full.hdr");
        String header = Files.readString(text);
        Files.writeString(text, header.replace("2x3", "99999x99999"));
        refused(text, MalformedDataException.class, "99999x99999");
        Files.writeString(text, header.replace("bin: 1", "bin: 3"));
        refused(text, MalformedDataException.class, "bin: 3", "1, 2 or 4");
        Files.writeString(text, header.replace("STEMImageSize", "ImageSize"));
        refused(text, MalformedDataException.class, "no line stemimagesize");
        Files.writeString(text, header);
        Path file = folder.resolve("full_001.frms6");
        byte[] content = Files.readAllBytes(file);
        content[88]++;
        Files.write(file, content);
        refused(text, MalformedDataException.class, "full_001.frms6", "6 rows of 21 pixels");
        content[88]++;
        Files.write(file, content);
        refused(text, MalformedDataException.class, "full_001.frms6", "belongs to another set");
    }

    @Test
    void treesOfTagsThatAreCutShortOrLieAreRefused() throws IOException {
        Path file = cut(copy("dm", "scan_c.dm4"), 1500);
        refused(file, MalformedDataException.class, "scan_c.dm4", "the end of the file before the pixels of image 1");
        Files.write(file, tree(200, 1L << 40));
        refused(file, MalformedDataException.class, "a group of 1099511627776 tags");
        Files.write(file, tree(200, 1));
        refused(file, MalformedDataException.class, "nested more than 64 deep");
        refused(patched("dm", "image.dm3", 0, 0x05000000, 4), UnsupportedDataException.class, "version is 5");
        assertThatThrownBy(() -> DataSet.open(
                        CameraFixture.FOLDER.resolve("dm/scan_c.dm4"),
                        DataSetOptions.none().dataset("7")))
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContainingAll("no image \"7\"", "1 (3 x 4 x 6 x 8)");
    }

    /// Groups in groups.
    private static byte[] tree(int depth, long tags) {
        ByteBuffer b = ByteBuffer.allocate(16 + 32 * depth);
        b.putInt(4).putLong(0).putInt(1);
        for (int i = 0; i < depth; i++) {
            b.put((byte) 0)
                    .put((byte) 0)
                    .putLong(tags)
                    .put((byte) 20)
                    .putShort((short) 0)
                    .putLong(0);
        }
        return b.array();
    }

    @Test
    void imagesThatAreNoFramesAreNamed() throws IOException {
        Path file = copy("dm", "stack_u2.dm3");
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        // "Image" and "Complex" would differ in length: the type of the pixels is changed instead, 10 to 3.
        int at = text.lastIndexOf("DataType") + "DataType".length() + 4 + 8;
        byte[] content = Files.readAllBytes(file);
        assertThat(content[at]).isEqualTo((byte) 10);
        content[at] = 3;
        Files.write(file, content);
        refused(file, UnsupportedDataException.class, "complex numbers");
        content[at] = 40;
        Files.write(file, content);
        refused(file, MalformedDataException.class, "420 bytes of pixels", "5 frames of 336 bytes");
    }

    static Stream<String> files() {
        return Stream.of(
                "seq/v5_u16.seq",
                "seq/bad.seq",
                "tvips/shifted_000.tvips",
                "tvips/long_000.tvips",
                "dm/scan_c.dm4",
                "dm/scan_f.dm4",
                "dm/stack_u2.dm3",
                "frms6/bin2.hdr",
                "frms6/bin2_001.frms6");
    }

    /// Every answer is pixels or one of our own errors.
    @ParameterizedTest
    @MethodSource("files")
    void bytesThatChangeEndInOurErrors(String name) throws IOException {
        String[] parts = name.split("/");
        Path file = copy(parts[0], parts[1]);
        byte[] good = Files.readAllBytes(file);
        var random = new SplittableRandom(name.hashCode());
        for (int i = 0; i < FLIPS; i++) {
            byte[] bad = good.clone();
            for (int k = 0; k < 1 + i % 4; k++) {
                bad[random.nextInt(Math.min(bad.length, 1100))] = (byte) random.nextInt();
            }
            Files.write(file, i % 5 == 4 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad);
            try {
                frames(file);
            } catch (MalformedDataException | UnsupportedDataException | UncheckedIOException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }
}
