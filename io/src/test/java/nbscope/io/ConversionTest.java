package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {
    @RegisterExtension
    private static final PythonPeer python = new PythonPeer();

    @TempDir
    Path folder;

    private Path convert(String name, String ending) {
        Path target = folder.resolve("out" + ending);
        Conversion.convert(Fixture.path(name), target, MlaOptions.defaults(), done -> {});
        return target;
    }

    /// dtype, shape and hash, as Python reads a file.
    private static JsonNode seen(Path file) {
        return python.run("""
                a = np.load(path) if path.endswith('.npy') else blosc2.open(path)[()]
                a = np.asarray(a)
                result = [str(a.dtype.descr), list(a.shape), sha(a)]
                """, Map.of("path", file.toAbsolutePath().toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "npy/f8_big.npy",
        "npy/fortran_little.npy",
        "npy/bool.npy",
        "npy/type_big_c8.npy",
        "npy/type_f2.npy",
        "npy/type_pair.npy",
        "npy/empty.npy",
        "b2nd/dtype_big_u2_shuffle.b2nd",
        "b2nd/rank5_shuffle.b2nd",
        "b2nd/special_mixed.b2nd",
        "b2nd/type_s7.b2nd",
        "mla/volume.mla"
    })
    void valuesAndTypeStay(String name) {
        JsonNode wanted = seen(Fixture.path(name));
        for (String ending : new String[] {".npy", ".b2nd", ".mla"}) {
            assertThat(seen(convert(name, ending))).as(ending).isEqualTo(wanted);
        }
    }

    @Test
    void metadataGoAlong() throws IOException {
        JsonNode result = python.run(
                """
                b, m = blosc2.open(b2nd), blosc2.open(mla)
                x, y = MLArray.open(again), MLArray.open(volume)
                result = [b.schunk.vlmeta['calibration']['voltage_kV'], m.schunk.vlmeta['note'],
                          x.meta.to_mapping() == y.meta.to_mapping(), MLArray.open(mla).meta._has_array.has_array]
                """,
                Map.of(
                        "b2nd", renamed(convert("b2nd/stem4d_calibrated.b2nd", ".b2nd"), "a.b2nd"),
                        "mla", renamed(convert("b2nd/stem4d_calibrated.b2nd", ".mla"), "b.mla"),
                        "again", renamed(convert("mla/volume.mla", ".mla"), "c.mla"),
                        "volume",
                                Fixture.path("mla/volume.mla").toAbsolutePath().toString()));
        assertThat(result.toString()).isEqualTo("[200,\"a text\",true,true]");
        try (NdArray array = NdArray.open(folder.resolve("b.mla"))) {
            assertThat(array.calibration().voltageKv()).isEqualTo(200);
        }
    }

    private String renamed(Path file, String name) throws IOException {
        return Files.move(file, folder.resolve(name)).toString();
    }

    @Test
    void imagesOfMedicineBecomeWhatMlarrayMakesOfThem() throws IOException {
        for (JsonNode expected : new ObjectMapper()
                .readTree(Fixture.path("volume/expected_volumes.json").toFile())) {
            JsonNode wanted = expected.get("mla");
            if (wanted == null || expected.get("file").asText().equals("quaternion.nii")) {
                // A quaternion differs in its last digit, see VolumeTest.
                continue;
            }
            Path file = convert("volume/" + expected.get("file").asText(), ".mla");
            JsonNode result = python.run(
                    """
                    def plain(v):
                        if isinstance(v, dict):
                            return {k: plain(x) for k, x in v.items()}
                        if isinstance(v, (list, tuple)):
                            return [plain(x) for x in v]
                        return 'NaN' if isinstance(v, float) and v != v else v
                    m = MLArray.open(path)
                    x = m.to_numpy()
                    meta = plain(m.meta.to_mapping())
                    for part in (meta, wanted['meta']):
                        part['_mlarray_version'] = None
                    result = [meta == wanted['meta'], sha(x) == wanted['sha256'], x.dtype.str == wanted['dtype'],
                              meta, wanted['meta']]
                    """, Map.of("path", file.toString(), "wanted", new ObjectMapper().convertValue(wanted, Map.class)));
            assertThat(result.get(0).asBoolean()
                            && result.get(1).asBoolean()
                            && result.get(2).asBoolean())
                    .as(expected.get("file") + " " + result)
                    .isTrue();
        }
    }

    @Test
    void misuse() {
        Path same = convert("npy/bool.npy", ".npy");
        assertThatThrownBy(() -> Conversion.convert(same, same, MlaOptions.defaults(), done -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another name");
        assertThatThrownBy(() -> convert("npy/bool.npy", ".tif")).hasMessageContaining(".npy, .b2nd and .mla");
        assertThatThrownBy(() -> Conversion.convert(
                        folder.resolve("no.npy"), folder.resolve("x.mla"), MlaOptions.defaults(), done -> {}))
                .isInstanceOf(java.io.UncheckedIOException.class);
    }

    @ParameterizedTest
    @CsvSource({".npy", ".b2nd", ".mla"})
    void anInterruptLeavesTheTargetAsItWas(String ending) throws IOException {
        Path target = folder.resolve("kept" + ending);
        Files.writeString(target, "as it was");
        assertThatThrownBy(() -> Conversion.convert(
                        Fixture.path("b2nd/rank5_shuffle.b2nd"), target, MlaOptions.defaults(), done -> {
                            throw new CancellationException("stopped");
                        }))
                .isInstanceOf(CancellationException.class);
        assertThat(Files.readString(target)).isEqualTo("as it was");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(target);
        }
    }

    @ParameterizedTest
    @CsvSource({".npy", ".b2nd", ".mla"})
    void aLinkStaysALinkAndAFolderIsRefused(String ending) throws IOException {
        Path file = Files.writeString(folder.resolve("file" + ending), "before");
        Path link = Files.createSymbolicLink(folder.resolve("link" + ending), file);
        Conversion.convert(Fixture.path("npy/bool.npy"), link, MlaOptions.defaults(), done -> {});
        assertThat(link).isSymbolicLink();
        assertThat(seen(file)).isEqualTo(seen(Fixture.path("npy/bool.npy")));
        Path taken = Files.createDirectory(folder.resolve("taken" + ending));
        assertThatThrownBy(() ->
                        Conversion.convert(Fixture.path("npy/bool.npy"), taken, MlaOptions.defaults(), done -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a folder");
    }
}
