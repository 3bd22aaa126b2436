package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The data of the notebooks, against what python-blosc2 read when the manifest was made.
class DemoDataTest {
    static final Path FOLDER = Path.of("../notebooks/data");

    @ParameterizedTest
    @ValueSource(strings = {"au-decahedron.b2nd", "focal-series.b2nd"})
    void countsEqualThoseThatPythonReads(String file) throws IOException {
        JsonNode manifest =
                new ObjectMapper().readTree(FOLDER.resolve("manifest.json").toFile());
        String expected = null;
        for (JsonNode entry : manifest.get("files")) {
            if (entry.get("name").asText().equals(file)) {
                expected = entry.get("decoded_sha256").asText();
            }
        }
        try (NdArray array = NdArray.open(FOLDER.resolve(file))) {
            byte[] counts = Fixture.read(array, Region.whole(array.shape()));
            assertThat(Fixture.sha256(counts)).isEqualTo(expected);
        }
    }

    @Test
    void decahedronCarriesItsCalibration() {
        try (DataSet data = DataSet.open(FOLDER.resolve("au-decahedron.b2nd"))) {
            Calibration c = data.calibration();
            assertThat(data.dtype()).isEqualTo(DType.U16);
            assertThat(new double[] {c.mradPerPixel(), c.centreRow(), c.centreCol(), c.scanStepAngstrom()})
                    .containsExactly(2.089945, 48, 48, 0.6);
            assertThat(new double[] {c.semiangleMrad(), c.voltageKv(), c.scanRotationDegrees()})
                    .containsExactly(22, 200, 0);
            assertThat(c.frameLabels()).isEmpty();
            assertThat(data.array().axes())
                    .extracting(Axis::name)
                    .containsExactly("scan_row", "scan_col", "det_row", "det_col");
            assertThat(data.array().axes()).extracting(Axis::unit).containsExactly("Å", "Å", "mrad", "mrad");
            assertThat(data.array().axes().get(3).origin()).isCloseTo(-48 * 2.089945, within(1e-12));
        }
    }

    @Test
    void focalSeriesNamesItsFramesByDefocus() {
        try (DataSet data = DataSet.open(FOLDER.resolve("focal-series.b2nd"))) {
            assertThat(data.frames()).isEqualTo(8);
            assertThat(data.calibration().frameLabels())
                    .startsWith("defocus -30 Å", "defocus -10 Å")
                    .endsWith("defocus 110 Å")
                    .hasSize(8);
        }
    }
}
