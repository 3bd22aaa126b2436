package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RawTest extends FixtureContract {
    private static final Path FILE = Fixture.path("raw/stem4d_header16_big.bin");

    @Override
    Stream<Fixture> fixtures() {
        return Fixture.all("raw");
    }

    @Override
    NdArray open(Fixture fixture) {
        return NdArray.open(
                fixture.path(),
                RawOptions.of(DType.U16, fixture.shape()).headerBytes(16).bigEndian());
    }

    @Test
    void shapeThatNeedsMoreThanTheFileHasIsRefusedWithBothNumbers() {
        assertThatThrownBy(() ->
                        DataSet.open(FILE, RawOptions.of(DType.U16, 4, 5, 6, 8).headerBytes(16)))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("found 1680 bytes")
                .hasMessageContaining("expected 1920 bytes");
    }

    @Test
    void bytesThatAreLeftOverAreRefusedUnlessAllowed() {
        RawOptions options = RawOptions.of(DType.U16, 4, 5, 6, 7);
        assertThatThrownBy(() -> DataSet.open(FILE, options))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("allowTrailingBytes");
        try (DataSet data = DataSet.open(FILE, options.allowTrailingBytes())) {
            assertThat(data.detectorCols()).isEqualTo(7);
        }
    }

    @Test
    void unknownFileIsToldToGiveItsLayout() {
        assertThatThrownBy(() -> DataSet.open(FILE))
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining("NumPy .npy")
                .hasMessageContaining("--format raw --nav");
    }

    @Test
    void shapeThatOverflowsIsRefused() {
        assertThatThrownBy(() -> NdArray.open(FILE, RawOptions.of(DType.F64, Long.MAX_VALUE, 8)))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("correct shape");
    }
}
