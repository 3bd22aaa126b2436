package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nbscope.io.internal.hdf5.ExternalLink;
import nbscope.io.internal.hdf5.Hdf5Entry;
import nbscope.io.internal.hdf5.Hdf5File;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of h5py and hdf5plugin, with what h5py reads from them.
class Hdf5Test extends FixtureContract {
    @TempDir
    static Path folder;

    @BeforeAll
    static void unzip() {
        Hdf5Fixtures.unzip(folder);
    }

    @Override
    Stream<Fixture> fixtures() {
        return Fixture.all("hdf5");
    }

    @Override
    NdArray open(Fixture fixture) {
        return Hdf5Fixtures.open(folder, fixture);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void nativeMemoryGetsTheSame(Fixture fixture) {
        try (NdArray array = open(fixture);
                Arena arena = Arena.ofShared()) {
            byte[] bytes = array.read(Region.whole(array.shape()), arena).toArray(ValueLayout.JAVA_BYTE);
            assertThat(Fixture.sha256(bytes)).startsWith(fixture.sha256());
            for (Fixture.Box box : fixture.regions()) {
                MemorySegment part = array.read(new Region(box.start(), box.shape()), arena);
                assertThat(Fixture.sha256(part.toArray(ValueLayout.JAVA_BYTE))).startsWith(box.sha256());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void filesThatAreReadByCallsGiveTheSame(Fixture fixture) {
        String[] name = fixture.file().split("#");
        if (name.length == 1 || name[0].contains("links/")) {
            return;
        }
        try (Hdf5File file = Hdf5File.open(folder.resolve(name[0]), true);
                NdArray array = file.array(name[1])) {
            byte[] bytes = Fixture.read(array, Region.whole(array.shape()));
            assertThat(Fixture.sha256(bytes)).startsWith(fixture.sha256());
            for (Fixture.Box box : fixture.regions()) {
                byte[] part = Fixture.read(array, new Region(box.start(), box.shape()));
                assertThat(Fixture.sha256(part)).startsWith(box.sha256());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"types/contiguous_be_u4, true", "compact, true", "fill/contiguous, true", "filters/none, false"})
    void whatLiesAsItIsIsDirect(String dataset, boolean direct) {
        for (String file : List.of("earliest.h5", "v110.h5")) {
            try (NdArray array = Hdf5File.open(folder.resolve("hdf5").resolve(file), dataset)) {
                assertThat(array.isDirect()).isEqualTo(direct);
            }
        }
    }

    @Test
    void dataSetsAreListedWithTheirShapesAndTypes() {
        try (Hdf5File file = Hdf5File.open(folder.resolve("hdf5/refused.h5"))) {
            List<Hdf5Entry> entries = file.entries();
            assertThat(entries).extracting(Hdf5Entry::path).contains("/blosc", "/pairs", "/sound", "/text");
            Hdf5Entry sound = entries.stream()
                    .filter(e -> e.path().equals("/sound"))
                    .findFirst()
                    .orElseThrow();
            assertThat(sound.shape()).containsExactly(2, 3, 4);
            assertThat(sound.type()).isEqualTo(ElementType.of(DType.U16));
            assertThat(sound.storage()).isEqualTo("contiguous");
            assertThat(sound.bytes()).isEqualTo(48);
        }
        try (NdArray array = Hdf5File.open(folder.resolve("hdf5/earliest.h5"), "/filters/bitshuffle_lz4_fletcher")) {
            assertThat(array.header().get("storage"))
                    .asString()
                    .contains("[2, 8, 24]", "bitshuffle with LZ4", "fletcher32");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/blosc; filter 32001",
                "/zfp; filter 32013",
                "/text; which are not read",
                "/pairs; compound elements",
                "/virtual; Virtual storage",
                "/none; there is no data set /none",
                "/sound/below; there is no data set /sound/below",
            })
    void whatIsNotReadIsNamed(String dataset, String message) {
        Path file = folder.resolve("hdf5/refused.h5");
        assertThatThrownBy(() -> Hdf5File.open(file, dataset).close())
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void theNewestFormIsNamed() {
        assertThatThrownBy(() -> NdArray.open(folder.resolve("hdf5/newest.h5")).close())
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining("newest.h5")
                .hasMessageContaining("layout message version")
                .hasMessageContaining("HDF5 2.0")
                .hasMessageContaining("h5repack --high=2");
    }

    @Test
    void linksAreFollowedInsideOfTheFolder() {
        try (NdArray array = NdArray.open(folder.resolve("hdf5/links/inside/inside.h5"))) {
            assertThat(array.shape()).containsExactly(3, 4, 5);
            assertThat(array.name()).endsWith("target.h5");
        }
        try (NdArray array = NdArray.open(folder.resolve("hdf5/links/inside/absolute.h5"))) {
            assertThat(array.shape()).containsExactly(3, 4, 5);
        }
    }

    @Test
    void linksOutOfTheFolderAreFollowedWhereThatIsAllowed() {
        Path file = folder.resolve("hdf5/links/inside/outside.h5");
        assertThatThrownBy(() -> Hdf5File.open(file, "/entry/there").close())
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining("/entry/there")
                .hasMessageContaining("outside_target.h5, outside of its folder");
        assertThatThrownBy(() -> NdArray.open(file).close()).isInstanceOf(UnsupportedDataException.class);
        try (NdArray array = Hdf5File.open(file, "/entry/there", true, null)) {
            assertThat(array.shape()).containsExactly(3, 4, 5);
        }
    }

    @Test
    void missingFilesAreNamed() {
        Path file = folder.resolve("hdf5/links/inside/missing.h5");
        for (String dataset : new String[] {null, "/entry/there"}) {
            assertThatThrownBy(() -> Hdf5File.open(file, dataset).close())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("missing.h5")
                    .hasMessageContaining("no_such_file.h5");
        }
        try (NdArray image = Hdf5File.open(file, "/image");
                Hdf5File open = Hdf5File.open(file)) {
            assertThat(image.shape()).containsExactly(4, 5);
            assertThat(open.externalLinks()).extracting(ExternalLink::path).containsExactly("/entry/there");
        }
    }

    @Test
    void readAfterCloseFails() {
        NdArray array = Hdf5File.open(folder.resolve("hdf5/earliest.h5"), "/counts/small_u2");
        array.close();
        array.close();
        assertThatThrownBy(() -> Fixture.read(array, Region.whole(array.shape())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
