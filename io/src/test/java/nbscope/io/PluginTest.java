package nbscope.io;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import nbscope.io.internal.blosc2.B2ndFormat;
import nbscope.io.internal.blosc2.Backend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Codecs and filters that are plugins of libblosc2: decoded through it, here through the one of python-blosc2.
class PluginTest {
    /// Skipped aloud where there is no Python with blosc2.
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class WithTheLibrary extends FixtureContract {
        @SuppressWarnings("NullAway.Init")
        private Path library;

        @BeforeAll
        void find() {
            try (PythonPeer python = PythonPeer.start()) {
                String folder = python.run("result = os.path.dirname(blosc2.__file__)", Map.of())
                        .asText();
                library = Path.of(folder, "lib", System.mapLibraryName("blosc2"));
            }
        }

        @Override
        Stream<Fixture> fixtures() {
            return Fixture.all("plugin");
        }

        @Override
        NdArray open(Fixture fixture) {
            return B2ndFormat.openWith(library, fixture.path());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "zfp_prec, zfp (fixed precision)",
        "zfp_acc, zfp (fixed accuracy)",
        "zfp_rate, zfp (fixed rate)",
        "ndlz, ndlz",
        "ndmean, ndmean",
        "ndcell, ndcell"
    })
    void withoutTheLibraryThePluginIsNamed(String file, String name) {
        Path path = Fixture.path("plugin/" + file + ".b2nd");
        assertThatThrownBy(() -> {
                    try (NdArray array = B2ndFormat.open(path, Backend.plain())) {
                        Fixture.read(array, Region.whole(array.shape()));
                    }
                })
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining(file + ".b2nd")
                .hasMessageContaining(name)
                .hasMessageContaining("NBSCOPE_LIBBLOSC2");
    }
}
