package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nbscope.io.internal.blosc2.B2ndFormat;
import nbscope.io.internal.blosc2.Backend;
import nbscope.io.internal.msgpack.MsgPack;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders, dictionaries, metadata: what the contract of the fixtures does not ask.
class FormatCornersTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void indexOfASparseFrameIsTheArrayToo() {
        try (NdArray byFolder = NdArray.open(Fixture.path("b2nd/sparse.b2nd"));
                NdArray byIndex = NdArray.open(Fixture.path("b2nd/sparse.b2nd/chunks.b2frame"))) {
            Region whole = Region.whole(byFolder.shape());
            assertThat(Fixture.read(byIndex, whole)).isEqualTo(Fixture.read(byFolder, whole));
        }
    }

    @Test
    void calibrationOfASparseFrameIsRead() {
        try (DataSet data = DataSet.open(Fixture.path("b2nd/sparse_calibrated.b2nd"))) {
            assertThat(data.calibration().mradPerPixel()).isEqualTo(2.5);
        }
    }

    @Test
    void missingAndShortChunkFilesAreNamed() throws IOException {
        try (Stream<Path> files = Files.list(Fixture.path("b2nd/sparse.b2nd"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path chunk = folder.resolve("00000004.chunk");
        byte[] bytes = Files.readAllBytes(chunk);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(chunk, Arrays.copyOf(bytes, length));
            assertThatThrownBy(this::readFolder)
                    .isInstanceOf(MalformedDataException.class)
                    .hasMessageContaining("00000004.chunk");
        }
        Files.delete(chunk);
        assertThatThrownBy(this::readFolder)
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("00000004.chunk")
                .hasMessageContaining("copy the folder as a whole");
    }

    private void readFolder() {
        try (NdArray array = NdArray.open(folder)) {
            Fixture.read(array, Region.whole(array.shape()));
        }
    }

    @Test
    void folderWithoutAnArrayIsSaidToBeOne() {
        assertThatThrownBy(() -> NdArray.open(folder))
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining("chunks.b2frame");
    }

    @Test
    void zstdDictionaryWithoutItsLibraryNamesIt() {
        try (NdArray array = B2ndFormat.open(Fixture.path("b2nd/dict_zstd_i4.b2nd"), Backend.plain())) {
            assertThatThrownBy(() -> Fixture.read(array, Region.whole(array.shape())))
                    .isInstanceOf(UnsupportedDataException.class)
                    .hasMessageContaining("dict_zstd_i4.b2nd")
                    .hasMessageContaining("libzstd")
                    .hasMessageContaining("use_dict=False");
        }
    }

    /// Values as `everything` in format_fixtures.py.
    @Test
    void userMetadataOfEveryKindAreRead() {
        try (var array = B2ndFormat.open(Fixture.path("b2nd/vlmeta.b2nd"), Backend.best())) {
            Map<String, @Nullable Object> all = array.userMetadata();
            assertThat(all)
                    .containsEntry("text", "gold µ")
                    .containsEntry("none", null)
                    .containsEntry("yes", true)
                    .containsEntry("int", -5L)
                    .containsEntry("big", BigInteger.TWO.pow(63).add(BigInteger.ONE))
                    .containsEntry("float", 0.1)
                    .containsEntry("list", List.of(1L, List.of(2L, "x")))
                    .containsEntry("tuple", List.of("__tuple__", 1L, 2.5))
                    .containsEntry("map", Map.of(1L, "one", "two", Collections.singletonMap(3L, null)))
                    .containsEntry("long", Collections.nCopies(70000, 7L));
            assertThat(all.get("bytes")).isEqualTo(new byte[] {0, 1});
            assertThat(all.get("complex")).isInstanceOfSatisfying(MsgPack.Ext.class, ext -> {
                assertThat(ext.type()).isEqualTo(44);
                assertThat(ext.data()).hasSize(16);
            });
            assertThat(all.get("array"))
                    .isInstanceOfSatisfying(
                            MsgPack.Ext.class, ext -> assertThat(ext.type()).isEqualTo(46));
            assertThat(all.keySet()).startsWith("text", "none").hasSize(14);
            assertThat(array.metalayers()).containsKey("b2nd");
        }
    }
}
