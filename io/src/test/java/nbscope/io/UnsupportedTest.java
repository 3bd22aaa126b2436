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
                "zfp.b2nd | zfp | codec",
                "bytedelta.b2nd | bytedelta | filter",
                "dictionary.b2nd | dictionary | use_dict=False",
                "plain_frame.b2frame | without a shape | blosc2.asarray",
                "sparse.b2nd | folder | contiguous=True",
                "sparse.b2nd/chunks.b2frame | sparse | contiguous=True"
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
