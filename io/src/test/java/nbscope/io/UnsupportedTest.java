package nbscope.io;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsupportedTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain_frame.b2frame | without a shape | blosc2.asarray",
                "vlblocks.b2nd | VL blocks | blosc2.asarray",
                "objects.b2frame | without a shape | blosc2.asarray"
            })
    void whatIsNotReadIsNamedWithWhatToDo(String file, String thing, String advice) {
        assertThatThrownBy(() -> {
                    try (NdArray array = NdArray.open(Fixture.path("unsupported/" + file))) {
                        Fixture.read(array, Region.whole(array.shape()));
                    }
                })
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(thing)
                .hasMessageContaining(advice);
    }

    @Test
    void contentDecidesOverTheNameOfTheFile(@TempDir Path folder) throws IOException {
        Path misnamed = folder.resolve("really_npy.b2nd");
        Files.copy(Fixture.path("npy/stem4d.npy"), misnamed);
        DataSet.open(misnamed).close();
    }

    @Test
    void fileWithARightNameAndOtherContentIsCalledDamaged(@TempDir Path folder) throws IOException {
        Path other = Files.writeString(folder.resolve("x.b2nd"), "this is just a text that someone renamed");
        assertThatThrownBy(() -> NdArray.open(other))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("is it of another format?");
    }
}
