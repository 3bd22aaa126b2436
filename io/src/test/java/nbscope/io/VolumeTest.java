package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nbscope.io.internal.volume.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// NIfTI and NRRD files against nibabel, pynrrd and mlarray's converter (make_volumes.py).
class VolumeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<JsonNode> files() throws IOException {
        JsonNode all =
                JSON.readTree(Fixture.path("volume/expected_volumes.json").toFile());
        return StreamSupport.stream(all.spliterator(), false);
    }

    private static Volume open(JsonNode expected) {
        return (Volume)
                NdArray.open(Fixture.path("volume/" + expected.get("file").asText()));
    }

    private static void check(NdArray array, JsonNode expected) {
        assertThat(JSON.valueToTree(array.shape()).toString())
                .isEqualTo(expected.get("shape").toString());
        assertThat(array.elementType().numpy()).isEqualTo(expected.get("dtype").asText());
        assertThat(Verification.of(array, Region.whole(array.shape()), done -> {})
                        .sha256())
                .isEqualTo(expected.get("sha256").asText());
    }

    @ParameterizedTest
    @MethodSource("files")
    void valuesAreThoseOfTheReference(JsonNode expected) {
        try (Volume volume = open(expected)) {
            check(volume, expected);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void turnedAndDescribedAsMlarrayConvertsIt(JsonNode expected) {
        JsonNode wanted = expected.get("mla");
        if (wanted == null) {
            return;
        }
        try (Volume volume = open(expected)) {
            Volume turned = volume.turned();
            check(turned, wanted);
            ObjectNode meta = wanted.get("meta").deepCopy();
            // What saving adds.
            meta.remove("blosc2");
            meta.remove("_has_array");
            ((ObjectNode) meta.get("spatial")).remove("shape");
            ObjectNode ours = JSON.valueToTree(VolumeMetadata.of(turned).toMap());
            ours.remove("blosc2");
            ours.remove("_has_array");
            ((ObjectNode) ours.get("spatial")).remove("shape");
            assertThat(same(ours, meta)).as(ours + "\n" + meta).isTrue();
        }
    }

    /// Numbers within rounding: nibabel computes quaternions in 80 bits.
    private static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return Math.abs(a.asDouble() - b.asDouble()) <= 1e-12 * Math.max(1, Math.abs(b.asDouble()));
        }
        if (a.isDouble()) {
            return a.asText().equals(b.asText());
        }
        if (a.isContainerNode() && a.size() == b.size() && a.getNodeType() == b.getNodeType()) {
            return a.isArray()
                    ? java.util.stream.IntStream.range(0, a.size()).allMatch(i -> same(a.get(i), b.get(i)))
                    : a.propertyStream().allMatch(e -> b.has(e.getKey()) && same(e.getValue(), b.get(e.getKey())));
        }
        return a.equals(b);
    }

    @ParameterizedTest
    @CsvSource({"plain.nii, 300", "plain.nii, 400", "packed.nii.gz, 150", "packed.nrrd, 520", "plain.nrrd, 100"})
    void whatIsCutShortIsAnError(String name, int bytes, @TempDir Path folder) throws IOException {
        byte[] all = Files.readAllBytes(Fixture.path("volume/" + name));
        Path cut = folder.resolve(name);
        Files.write(cut, Arrays.copyOf(all, bytes));
        assertThatThrownBy(() -> NdArray.open(cut))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining(name);
    }

    @Test
    void sizesThatLieInPackedFilesFillNoMemory(@TempDir Path folder) throws IOException {
        Path lie = folder.resolve("lie.nrrd");
        Files.writeString(
                lie,
                "NRRD0004\ntype: double\ndimension: 3\nsizes: 100000 100000 900\nendian: little\nencoding: gzip\n\n");
        assertThatThrownBy(() -> NdArray.open(lie)).isInstanceOf(MalformedDataException.class);
    }

    @ParameterizedTest
    @CsvSource({"../secret.raw", "/etc/passwd", "a/../../b"})
    void dataOutsideTheFolderAreNotFollowed(String name, @TempDir Path folder) throws IOException {
        Path header = folder.resolve("x.nhdr");
        Files.writeString(
                header, "NRRD0004\ntype: uchar\ndimension: 1\nsizes: 4\nencoding: raw\ndata file: " + name + "\n");
        assertThatThrownBy(() -> NdArray.open(header))
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining("beside the header");
    }

    @Test
    void pairsOfFilesAreRefusedWithAdvice(@TempDir Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(Fixture.path("volume/plain.nii"));
        bytes[345] = 'i';
        Path pair = folder.resolve("pair.nii");
        Files.write(pair, bytes);
        assertThatThrownBy(() -> NdArray.open(pair)).hasMessageContaining("nibabel.save");
    }
}
