package nbscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `info` and `verify` on the fixtures of io, whose hashes its script took from NumPy.
class FileCommandTest extends CommandRun {
    private static final Path FIXTURES = Path.of("../io/src/test/fixtures");

    private static String fixture(String name) {
        return FIXTURES.resolve(name).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"npy", "b2nd", "mla"})
    void verifyGivesTheHashesOfNumPy(String folder) throws IOException {
        int checked = 0;
        for (JsonNode expected :
                JSON.readTree(FIXTURES.resolve("expected_" + folder + ".json").toFile())) {
            String dtype = expected.get("dtype").asText();
            // The list has little-endian hashes.
            if (expected.get("file").asText().contains("big") || !dtype.matches("[iuf][0-9]")) {
                continue;
            }
            assertThat(run("verify", fixture(expected.get("file").asText()), "--json"))
                    .as(errors())
                    .isZero();
            assertThat(answer().get("sha256").asText())
                    .startsWith(expected.get("sha256").asText());
            assertThat(answer().get("shape")).isEqualTo(expected.get("shape"));
            assertThat(answer().get("errors")).isEmpty();
            checked++;
        }
        assertThat(checked).isGreaterThan(5);
    }

    @Test
    void verifySaysAllThatTheFormatOfItsAnswerHas() throws IOException {
        assertThat(run("verify", fixture("mla/volume.mla"), "--json")).isZero();
        assertThat(answer().propertyStream().map(java.util.Map.Entry::getKey))
                .containsExactly("file", "format", "shape", "dtype", "bytes", "sha256", "errors");
        assertThat(answer().get("format").asText()).isEqualTo("mla");
        assertThat(answer().get("dtype").asText()).isEqualTo("<i2");
        assertThat(answer().get("bytes").asLong()).isEqualTo(6 * 10 * 12 * 2);
        assertThat(errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'0:3,1:4', '0:3,1:4'",
        "'0:2,1:4', ':-2,-4:-1'",
        "'0:5,0:5', ':'",
        "'0:5,0:5', '-99:99,:'",
        "'2:3,0:5', '2'",
        "'3:4,0:5', '-1,0:'",
        "'5:5,0:5', '9:99'",
        "'3:3,0:5', '3:1'"
    })
    void regionsAreClippedAsNumPyDoes(String plain, String typed) throws IOException {
        assertThat(run("verify", fixture("npy/bool.npy"), "--region", plain, "--json"))
                .isZero();
        JsonNode wanted = answer();
        assertThat(run("verify", fixture("npy/bool.npy"), "--region=" + typed, "--json"))
                .isZero();
        assertThat(answer()).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:3:2", "::", "a", "", "0:3,1:4,0:1", "7", "1-2", "99999999999999999999:"})
    void regionsThatAreNoneAreWrongUse(String region) {
        assertThat(run("verify", fixture("npy/bool.npy"), "--region", region, "--json"))
                .isEqualTo(64);
        assertThat(errors()).contains(region.startsWith("9") ? "99999" : "--region");
        assertThat(printed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "verify",
        "'verify a b'",
        "'info --jsn a'",
        "'info'",
        "'verify a --region'",
        "'info a --region 0:1'",
        "'verify a --region 0:1 --region 0:2'"
    })
    void wrongUse(String line) {
        assertThat(run(line.split(" "))).isEqualTo(64);
        assertThat(errors()).contains("Usage: nbscope");
        assertThat(printed()).isEmpty();
    }

    @Test
    void missingFile() throws IOException {
        assertThat(run("verify", "no/such.b2nd", "--json")).isEqualTo(2);
        assertThat(answer().get("sha256").isNull()).isTrue();
        assertThat(answer().get("errors").get(0).get("message").asText()).contains("no/such.b2nd");
        assertThat(run("info", "no/such.b2nd", "--json")).isEqualTo(2);
        assertThat(printed()).isEmpty();
        assertThat(errors()).contains("no/such.b2nd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mla/evil_system.mla",
                "mla/not_gzip.mla",
                "unsupported/zfp.b2nd",
                "unsupported/plain_frame.b2frame"
            })
    void whatIsBrokenOrUnsupportedIsStatusTwo(String name) throws IOException {
        assertThat(run("verify", fixture(name), "--json")).isEqualTo(2);
        assertThat(answer().get("errors")).isNotEmpty();
        assertThat(errors()).isNotEmpty();
    }

    @Test
    void truncatedFile(@TempDir Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(FIXTURES.resolve("b2nd/many_chunks.b2nd"));
        Path cut = folder.resolve("cut.b2nd");
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(run("verify", cut.toString(), "--json")).isEqualTo(2);
        assertThat(answer().get("errors").get(0).get("message").asText()).contains("cut.b2nd");
    }

    @Test
    void infoNamesLayoutCompressionAndMetadata() throws IOException {
        assertThat(run("info", fixture("mla/volume.mla"), "--json")).isZero();
        JsonNode info = answer();
        assertThat(info.get("format").asText()).isEqualTo("mla");
        assertThat(info.get("codec").asText()).isEqualTo("lz4hc");
        assertThat(info.get("level").asInt()).isEqualTo(8);
        assertThat(info.get("filters").toString()).isEqualTo("[\"shuffle\"]");
        assertThat(info.get("splitMode").asText()).isEqualTo("auto");
        assertThat(info.get("chunks").toString()).isEqualTo("[6,10,12]");
        assertThat(info.get("metadata").get("spatial").get("spacing").toString())
                .isEqualTo("[1.25,0.9,0.8]");
        assertThat(info.get("metadata").get("source").get("data").get("big").asText())
                .isEqualTo("1208925819614629174706176");
        assertThat(run("info", fixture("b2nd/stem4d_calibrated.b2nd"), "--json"))
                .isZero();
        assertThat(answer().get("metadata").get("calibration").get("voltage_kV").asInt())
                .isEqualTo(200);
        assertThat(run("info", fixture("npy/u2_little.npy"), "--json")).isZero();
        assertThat(answer().get("chunks").isNull()).isTrue();
        assertThat(answer().get("dtype").asText()).isEqualTo("<u2");
    }

    @Test
    void withoutJsonItIsText() {
        assertThat(run("info", fixture("mla/volume.mla"))).isZero();
        assertThat(printed()).contains("lz4hc").contains("spacing").doesNotContain("{\"file");
        assertThat(run("verify", fixture("mla/volume.mla"))).isZero();
        assertThat(printed()).contains("sha256").contains("good");
    }

    @Test
    void convertThereAndBackKeepsTheValues(@TempDir Path folder) throws IOException {
        assertThat(run("verify", fixture("b2nd/rank5_shuffle.b2nd"), "--json")).isZero();
        String wanted = answer().get("sha256").asText();
        Path mla = folder.resolve("x.mla");
        Path npy = folder.resolve("y.npy");
        assertThat(run("convert", fixture("b2nd/rank5_shuffle.b2nd"), mla.toString(), "--patch", "2", "--json"))
                .as(errors())
                .isZero();
        assertThat(answer().get("format").asText()).isEqualTo("mla");
        assertThat(answer().get("bytes").asLong()).isEqualTo(Files.size(mla));
        assertThat(run("convert", mla.toString(), npy.toString())).isZero();
        assertThat(run("verify", npy.toString(), "--json")).isZero();
        assertThat(answer().get("sha256").asText()).isEqualTo(wanted);
        assertThat(run("info", mla.toString(), "--json")).isZero();
        assertThat(answer().get("metadata").get("blosc2").get("patch_size").toString())
                .isEqualTo("[2,2,2,2,2]");
    }

    @ParameterizedTest
    @CsvSource({
        "'convert npy/bool.npy'",
        "'convert npy/bool.npy out.tif'",
        "'convert npy/bool.npy out.mla --patch 0'",
        "'convert npy/bool.npy out.mla --patch x'",
        "'convert npy/bool.npy out.mla --chunks 2,2'",
        "'convert npy/bool.npy out.mla --patch 2 --chunks 2,2 --blocks 1,1'",
        "'convert npy/bool.npy out.mla --strategy best'",
        "'convert npy/bool.npy out.mla --codec zstd'",
        "'convert npy/bool.npy out.zarr --patch 8'",
        "'convert npy/bool.npy out.zarr --ngff 0.3'",
        "'convert npy/bool.npy out.zarr --ngff 0.4 --shard'",
        "'convert npy/bool.npy out.zarr --chunk 7'",
        "'convert npy/bool.npy out.zarr --levels some'",
        "'convert npy/bool.npy out.zarr --codec best'"
    })
    void wrongUseOfConvert(String line, @TempDir Path folder) {
        String[] words = line.split(" ");
        words[1] = fixture(words[1]);
        for (int i = 2; i < words.length; i++) {
            words[i] = words[i].startsWith("out") ? folder.resolve(words[i]).toString() : words[i];
        }
        assertThat(run(words)).isEqualTo(64);
        assertThat(errors()).isNotEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void convertOfWhatIsBrokenOrMissing(@TempDir Path folder) {
        String target = folder.resolve("x.mla").toString();
        assertThat(run("convert", fixture("mla/evil_system.mla"), target, "--json"))
                .isEqualTo(2);
        assertThat(run("convert", "no/such.npy", target)).isEqualTo(2);
        assertThat(run("convert", fixture("npy/bool.npy"), "no/such/folder/x.mla"))
                .isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
        assertThat(printed()).isEmpty();
    }
}
