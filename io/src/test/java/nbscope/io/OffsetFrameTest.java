package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A frame that begins at byte 1000 of its file, with other bytes behind it.
class OffsetFrameTest extends FixtureContract {
    private static final long AT = 1000;

    @Override
    Stream<Fixture> fixtures() {
        return Fixture.all("offset");
    }

    @Override
    NdArray open(Fixture fixture) {
        return Blosc2.open(fixture.path(), AT);
    }

    @Test
    void metadataLieBehindTheOffsetToo() {
        try (var array = Blosc2.open(Fixture.path("offset/frame_at_1000.bin"), AT)) {
            assertThat(array.userMetadata()).containsEntry("note", "inside");
        }
    }

    @Test
    void damageIsReportedAtTheByteOfTheFile(@TempDir Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(Fixture.path("offset/frame_at_1000.bin"));
        Path cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(bytes, 4000));
        assertThatThrownBy(() -> Blosc2.open(cut, AT))
                .isInstanceOfSatisfying(
                        MalformedDataException.class,
                        e -> assertThat(e.offset()).isEqualTo(AT))
                .hasMessageContaining("byte 4000");
        assertThatThrownBy(() -> Blosc2.open(cut, 5000))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("byte 4000");
        assertThatThrownBy(() -> Blosc2.open(cut, 0))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("other bytes than b2frame");
    }
}
