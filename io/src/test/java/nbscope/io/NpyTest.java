package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import nbscope.io.dataset.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyTest extends FixtureContract {
    @Override
    Stream<Fixture> fixtures() {
        return Fixture.all("npy");
    }

    @ParameterizedTest
    @CsvSource({"bad_object.npy, Python objects", "bad_object_field.npy, Python objects"})
    void pythonObjectsAreRefused(String file, String kind) {
        assertThatThrownBy(() -> NdArray.open(Fixture.path("npy/" + file)))
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(kind)
                .hasMessageContaining("astype");
    }

    @Test
    void fourAxesAreAScanOfPatterns() {
        try (DataSet data = DataSet.open(Fixture.path("npy/stem4d.npy"))) {
            assertThat(data.frames()).isEqualTo(1);
            assertThat(new int[] {data.scanRows(), data.scanCols(), data.detectorRows(), data.detectorCols()})
                    .containsExactly(3, 4, 5, 6);
        }
    }

    @Test
    void fiveAxesAreFramesOfScans() {
        try (DataSet data = DataSet.open(Fixture.path("npy/stem5d.npy"))) {
            assertThat(data.frames()).isEqualTo(2);
            assertThat(new int[] {data.scanRows(), data.scanCols(), data.detectorRows(), data.detectorCols()})
                    .containsExactly(3, 4, 5, 6);
        }
    }

    @Test
    void threeAxesAreFramesInARow() {
        try (DataSet data = DataSet.open(Fixture.path("npy/stack3d.npy"))) {
            assertThat(data.shape()).isEqualTo(new Shape(new long[] {3}, new int[] {4, 5}));
            assertThat(data.array().shape()).containsExactly(1, 3, 4, 5);
        }
    }

    @Test
    void missingFileIsNamed() {
        assertThatThrownBy(() -> DataSet.open(Path.of("no/such.npy")))
                .isInstanceOf(java.io.UncheckedIOException.class)
                .hasMessageContaining("there is no file no/such.npy");
    }

    @Test
    void readAfterCloseFails() {
        NdArray array = NdArray.open(Fixture.path("npy/stem4d.npy"));
        array.close();
        array.close();
        assertThatThrownBy(() -> Fixture.read(array, Region.whole(array.shape())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
