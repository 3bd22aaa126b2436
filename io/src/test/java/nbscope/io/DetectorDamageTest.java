package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Headers of detector files that lie, and files that end too early.
class DetectorDamageTest {
    private static final Path FOLDER = Fixture.path("detector");

    @TempDir
    Path folder;

    private Path copy(String file) throws IOException {
        Path target = folder.resolve(Path.of(file).getFileName());
        return Files.copy(FOLDER.resolve(file), target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private void refuses(Path file, String... parts) {
        assertThatThrownBy(() -> DataSet.open(file))
                .satisfiesAnyOf(
                        e -> assertThat(e).isInstanceOf(MalformedDataException.class),
                        e -> assertThat(e).isInstanceOf(UnsupportedDataException.class))
                .hasMessageContainingAll(parts);
    }

    private Path patched(String file, int at, int bytes, long value, ByteOrder order) throws IOException {
        Path target = copy(file);
        byte[] content = Files.readAllBytes(target);
        ByteBuffer buffer = ByteBuffer.wrap(content).order(order);
        switch (bytes) {
            case 2 -> buffer.putShort(at, (short) value);
            default -> buffer.putInt(at, (int) value);
        }
        return Files.write(target, content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blo/u1.blo", "blo/u4.blo", "mrc/u2_big.mrc", "mib/r12.mib", "empad/scan_x2_y1.raw"})
    void aFileCutAnywhereIsAnErrorAndItsWholeFramesAreOffered(String fixture) throws IOException {
        Path file = copy(fixture);
        byte[] all = Files.readAllBytes(file);
        Random random = new Random(1);
        byte[] whole = pixels(file, DataSetOptions.none());
        for (int i = 0; i < 40; i++) {
            // EMPAD's last 1,024 bytes are no pixels.
            int length = random.nextInt(all.length - (fixture.startsWith("empad") ? 1024 : 0));
            Files.write(file, Arrays.copyOf(all, length));
            try {
                DataSet.open(file).close();
                // Of formats whose header has no count, a cut between frames cannot be seen.
                assertThat(fixture).matches("mib.*|empad.*");
            } catch (MalformedDataException | UnsupportedDataException expected) {
                assertThat(expected.getMessage()).contains(file.toString());
            }
            try {
                byte[] part = pixels(file, DataSetOptions.none().allowPartial());
                assertThat(part.length).isLessThanOrEqualTo(whole.length);
                for (int k = 0; k < part.length; k++) {
                    assertThat(part[k] == whole[k] || part[k] == 0).isTrue();
                }
            } catch (MalformedDataException | UnsupportedDataException expected) {
                assertThat(expected.getMessage()).contains(file.toString());
            }
        }
    }

    private static byte[] pixels(Path file, DataSetOptions options) {
        try (DataSet data = DataSet.open(file, options)) {
            Region all = Region.whole(data.array().shape());
            MemorySegment out = Arena.ofAuto()
                    .allocate(Math.max(1, all.elements() * data.dtype().bytes()));
            data.array().read(all, out);
            return out.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0, -9",
        "0, 2147483647",
        "4, 0",
        "4, -1",
        "4, 1073741824",
        "8, 0",
        "8, -1",
        "8, 2147483647",
        "8, 6",
        "12, 5",
        "12, -1",
        "12, 3",
        "12, 12",
        "12, 101",
        "92, -1",
        "92, 1",
        "92, 2147483647"
    })
    void numbersOfMrcHeaders(int at, int value) throws IOException {
        refuses(patched("mrc/i2_little.mrc", at, 4, value, ByteOrder.LITTLE_ENDIAN), "i2_little.mrc");
        refuses(patched("mrc/i2_big.mrc", at, 4, value, ByteOrder.BIG_ENDIAN), "i2_big.mrc");
    }

    @Test
    void modesThatAreNotReadAreNamed() throws IOException {
        refuses(patched("mrc/i2_little.mrc", 12, 4, 4, ByteOrder.LITTLE_ENDIAN), "mode is 4", "complex");
        refuses(patched("mrc/i2_little.mrc", 12, 4, 12, ByteOrder.LITTLE_ENDIAN), "float16");
    }

    @Test
    void filesWithoutAMachineStampAreReadByTheirNumbers() throws IOException {
        for (String name : new String[] {"mrc/i2_little.mrc", "mrc/i2_big.mrc"}) {
            byte[] expected = pixels(FOLDER.resolve(name), DataSetOptions.none());
            Path file = patched(name, 212, 4, 0, ByteOrder.LITTLE_ENDIAN);
            assertThat(pixels(file, DataSetOptions.none())).isEqualTo(expected);
            try (DataSet data = DataSet.open(file)) {
                assertThat(data.guesses()).anyMatch(g -> g.contains("no machine stamp"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "6, 2, 260",
        "12, 4, 0",
        "12, 4, 63",
        "12, 4, -1",
        "12, 4, 2147483647",
        "20, 2, 0",
        "20, 2, 65535",
        "24, 2, 0",
        "24, 2, 65535",
        "26, 2, 0",
        "26, 2, 4"
    })
    void numbersOfBloHeaders(int at, int bytes, int value) throws IOException {
        refuses(patched("blo/u1.blo", at, bytes, value, ByteOrder.LITTLE_ENDIAN), "u1.blo");
    }

    @Test
    void aBitDepthOfBloThatIsNotReadIsNamed() throws IOException {
        Path file = copy("blo/u2.blo");
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        Files.write(file, text.replace("16 bits", "12 bits").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        refuses(file, "blo bit depth: 12 bits", "8, 16 and 32");
    }

    @ParameterizedTest
    @CsvSource({
        "384, 1, 0, 2, U08, 1x1, 6",
        "384, 1, 4, 99999, U08, 1x1, 6",
        "384, 1, 99999, 99999, U08, 1x1, 6",
        "384, 1, 9999999, 9999999, U32, 1x1, 6",
        "384, 1, 4, 2, U64, 1x1, 6",
        "384, 1, 4, 2, I08, 1x1, 6",
        "384, 1, 4, 2, R64, 1x1, 5",
        "384, 1, 4, 2, R64, 1x1, 6",
        "384, 1, 32, 2, R64, 1x1, 1",
        "384, 1, 7, 2, R64, 1x1, 24",
        "384, 4, 64, 16, R64, 2x2, 24",
        "384, 2, 64, 16, R64, 2x1, 12",
        "384, 4, 32, 32, R64, 2x2, 12",
        "384, 4, 64, 16, R64, 4x1G, 12",
    })
    void fieldsOfMerlinHeaders(int length, int chips, int width, int height, String kind, String layout, int depth)
            throws IOException {
        byte[] header = MibSetTest.header(1, length, chips, width, height, kind, layout, depth);
        Path file = folder.resolve("m.mib");
        Files.write(file, Arrays.copyOf(header, length + 8));
        refuses(file, "m.mib");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MQ1,000001,99999999,01,0004,0002,U08,1x1,6",
                "MQ1,000001,-00384,01,0004,0002,U08,1x1,6",
                "MQ1,000001,00020,01,0004,0002,U08,1x1,6",
                "MQ1,-00001,00050,01,0004,0002,U08,   1x1,0F,6,            ",
                "MQ1,12345678901234567890,00060,01,0004,0002,U08,   1x1,0F,6,            ",
                "MQ1,,,,,,,,,,,,,,,,,,,,,,,,,",
                "MQ1,",
                "",
            })
    void textsOfMerlinHeaders(String text) throws IOException {
        Path file = folder.resolve("t.mib");
        Files.writeString(file, text);
        refuses(file, "t.mib");
    }

    private Path empad(String body) throws IOException {
        copy("empad/scan_x2_y1.raw");
        return Files.writeString(folder.resolve("e.xml"), body);
    }

    private static String scan(String mode, Object y, Object x) {
        return "<scan_parameters mode='" + mode + "'><scan_resolution_x>" + x
                + "</scan_resolution_x><scan_resolution_y>" + y + "</scan_resolution_y></scan_parameters>";
    }

    @Test
    void documentsOfEmpadThatLieOrLackSomething() throws IOException {
        String raw = "<raw_file filename='scan_x2_y1.raw'/>";
        refuses(
                empad("<root>" + raw + scan("acquire", 3, 2) + scan("search", 9, 9) + "</root>"),
                "2 whole frames",
                "6 frames",
                "399360 bytes",
                "81 frames",
                "scan_x2_y1.raw");
        refuses(empad("<root>" + raw + scan("acquire", -1, 2) + "</root>"), "e.xml", "nav");
        refuses(empad("<root>" + raw + scan("acquire", 2000000000L, 2000000000L) + "</root>"), "e.xml", "nav");
        refuses(empad("<root>" + raw + scan("acquire", "99999999999999999999", 1) + "</root>"), "e.xml");
        refuses(empad("<root>" + raw + "<type>series</type></root>"), "e.xml");
        refuses(empad("<root>" + raw + "<type>movie</type></root>"), "e.xml", "movie");
        refuses(empad("<root>" + raw + "</root>"), "no scan_parameters");
        refuses(empad("<root>" + scan("acquire", 1, 2) + "</root>"), "without raw_file");
        refuses(empad("<root><raw_file filename='..'/>" + scan("acquire", 1, 2) + "</root>"), "raw_file");
        refuses(empad("<root>" + raw), "e.xml", "broken document");
        refuses(empad("<!DOCTYPE root [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><root>" + raw + "&x;</root>"), "e.xml");
        assertThatThrownBy(() -> DataSet.open(
                        empad("<root><raw_file filename='gone.raw'/>" + scan("acquire", 1, 2) + "</root>")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("gone.raw");
    }

    @Test
    void filesOfEmpadNamedWithTheFoldersOfAnotherComputer() throws IOException {
        byte[] expected = pixels(FOLDER.resolve("empad/acquire.xml"), DataSetOptions.none());
        for (String place : new String[] {"C:\\data\\", "/home/me/", ""}) {
            Path file = empad("\uFEFF<root><raw_file filename='" + place + "scan_x2_y1.raw'/>" + scan("acquire", 1, 2)
                    + "</root>");
            assertThat(pixels(file, DataSetOptions.none())).isEqualTo(expected);
        }
    }

    @Test
    void theScanOfARawFileIsTheCallersElseThatOfItsName() throws IOException {
        Path file = copy("empad/scan_x2_y1.raw");
        try (DataSet data = DataSet.open(file)) {
            assertThat(data.shape().nav()).containsExactly(1, 2);
            assertThat(data.guesses()).anyMatch(g -> g.contains("name of the file"));
        }
        Path other = Files.copy(file, folder.resolve("other.raw"));
        try (DataSet data =
                DataSet.open(other, DataSetOptions.none().format("empad").nav(2, 1))) {
            assertThat(data.shape().nav()).containsExactly(2, 1);
            assertThat(data.guesses()).isEmpty();
        }
        assertThatThrownBy(() -> DataSet.open(
                        other, DataSetOptions.none().format("empad").nav(2, 2)))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("2 whole frames");
        assertThatThrownBy(() -> DataSet.open(
                        other, DataSetOptions.none().format("empad").dtype("<u2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave dtype out");
    }
}
