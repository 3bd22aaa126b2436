package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every format promises of every file that another implementation wrote. A leaf names its fixtures.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FixtureContract {
    abstract Stream<Fixture> fixtures();

    NdArray open(Fixture fixture) {
        return NdArray.open(fixture.path());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void shapeAndTypeAreThoseOfTheWriter(Fixture fixture) {
        try (NdArray array = open(fixture)) {
            assertThat(array.shape()).isEqualTo(fixture.shape());
            assertThat(array.dtype().numpy()).isEqualTo(fixture.dtype());
            if (fixture.numpy() != null) {
                assertThat(array.elementType().numpy()).isEqualTo(fixture.numpy());
            }
            if (fixture.item() != null) {
                assertThat(array.elementType().bytes()).isEqualTo(fixture.item());
            }
            assertThat(array.axes()).hasSize(fixture.shape().length);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void wholeArrayEqualsTheWriters(Fixture fixture) {
        try (NdArray array = open(fixture)) {
            byte[] bytes = Fixture.read(array, Region.whole(array.shape()));
            assertThat(Fixture.sha256(bytes)).startsWith(fixture.sha256());
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void regionsEqualTheWriters(Fixture fixture) {
        try (NdArray array = open(fixture)) {
            for (Fixture.Box box : fixture.regions()) {
                byte[] bytes = Fixture.read(array, new Region(box.start(), box.shape()));
                assertThat(Fixture.sha256(bytes)).startsWith(box.sha256());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void float32EqualsNumpysConversion(Fixture fixture) {
        try (NdArray array = open(fixture)) {
            Region whole = Region.whole(array.shape());
            if (fixture.float32() == null) {
                assertThatThrownBy(() -> Fixture.readFloat32(array, whole))
                        .isInstanceOf(UnsupportedDataException.class)
                        .hasMessageContaining(fixture.file())
                        .hasMessageContaining("read() gives");
                return;
            }
            byte[] bytes = Fixture.readFloat32(array, whole);
            assertThat(Fixture.sha256(bytes)).startsWith(fixture.float32());
        }
    }
}
