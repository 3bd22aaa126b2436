package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MlaTest extends FixtureContract {
    @Override
    Stream<Fixture> fixtures() {
        return Fixture.all("mla");
    }

    @Test
    void sourceMetadataCalibrateTheDataSet() {
        try (DataSet data = DataSet.open(Fixture.path("mla/stem4d.mla"))) {
            Calibration c = data.calibration();
            assertThat(new double[] {c.mradPerPixel(), c.centreRow(), c.centreCol(), c.scanStepAngstrom()})
                    .containsExactly(2.5, 2.5, 3, 0.6);
            assertThat(data.array().axes())
                    .extracting(Axis::name)
                    .containsExactly("scan_row", "scan_col", "det_row", "det_col");
        }
    }

    @Test
    void spacingMayBeANumpyScalar() {
        try (NdArray array = NdArray.open(Fixture.path("mla/volume.mla"))) {
            assertThat(array.axes()).extracting(Axis::step).containsExactly(1.25, 0.9, 0.8);
            assertThat(array.axes()).extracting(Axis::origin).containsExactly(10.0, -20.0, 30.5);
        }
    }

    @Test
    void affineGivesTheLengthsOfItsColumnsAsSpacing() {
        try (NdArray array = NdArray.open(Fixture.path("mla/affine.mla"))) {
            assertThat(array.axes()).extracting(Axis::step).containsExactly(1.5, 2.0, 3.0);
            assertThat(array.axes()).extracting(Axis::origin).containsExactly(5.0, 6.0, 7.0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "evil_system.mla, posix.system",
        "evil_eval.mla, __builtin__.eval",
        "bomb.mla, 9223372036854775807 bytes",
        "gzip_bomb.mla, unpack to more than",
        "not_gzip.mla, not gzip"
    })
    void metadataThatAreMoreThanPlainValuesAreRefusedByName(String file, String named) {
        assertThatThrownBy(() -> NdArray.open(Fixture.path("mla/" + file)))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(named);
    }

    @Test
    void dictThatContainsItselfIsRead() {
        try (NdArray array = NdArray.open(Fixture.path("mla/recursive.mla"))) {
            assertThat(array.axes()).hasSize(2);
        }
    }
}
