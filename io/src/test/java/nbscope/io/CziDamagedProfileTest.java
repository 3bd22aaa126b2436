package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import nbscope.io.czi.profile.BenchmarkOptions;
import nbscope.io.czi.profile.BenchmarkRow;
import nbscope.io.czi.profile.CziBenchmark;
import nbscope.io.czi.profile.CziProfile;
import nbscope.io.czi.profile.ProfileOptions;
import nbscope.io.czi.profile.ProfileProgress;
import nbscope.io.czi.profile.TileTiming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A damaged tile is named and left out; the others are measured.
class CziDamagedProfileTest {
    private static final int TILES = 12;
    private static final int METADATA = 32 + 256;

    @TempDir
    Path folder;

    /// Other bytes at the beginning of the payloads, which stand behind the metadata.
    private Path damaged(int from, int to) {
        CziBytes file = CziBytes.of("overlap_zstd1");
        for (int i = from; i < to; i++) {
            int at = file.subBlock(i);
            file.putLong(at + METADATA + file.i32(at + 32), -1);
        }
        return file.save(folder.resolve("damaged.czi"));
    }

    @Test
    void aProfileGoesOn() {
        CziProfile profile =
                CziProfile.run(damaged(3, 4), ProfileOptions.standard().sampleEvery(1), ProfileProgress.none());
        assertThat(profile.unreadable())
                .singleElement()
                .asString()
                .startsWith("tile 3: ")
                .contains("damaged.czi");
        assertThat(profile.tiles().stream().map(TileTiming::index))
                .hasSize(TILES - 1)
                .doesNotContain(3);
        assertThat(profile.cold().tiles()).isEqualTo(TILES - 1);
        assertThat(profile.cold().decodedPerTile()).isEqualTo(1);
    }

    @Test
    void aBenchmarkGoesOn() {
        CziBenchmark benchmark = CziBenchmark.run(damaged(3, 4), BenchmarkOptions.quick(), ProfileProgress.none());
        assertThat(benchmark.rows()).isNotEmpty().allMatch(BenchmarkRow::measured);
        assertThat(benchmark.rows()).allSatisfy(row -> assertThat(row.note()).contains("1 of 12 reads", "tile 3"));
        assertThat(benchmark.validation().unreadable()).hasSize(1);
        assertThat(benchmark.recommended()).isNotEmpty();
    }

    @Test
    void whereNoTileIsSoundThatIsTheError() {
        Path path = damaged(0, TILES);
        assertThatThrownBy(() -> CziProfile.run(path, ProfileOptions.quick(), ProfileProgress.none()))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("tile 0");
        assertThatThrownBy(() -> CziBenchmark.run(path, BenchmarkOptions.quick(), ProfileProgress.none()))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("tile 0");
    }
}
