package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import nbscope.io.czi.profile.CziLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tiles as a stage places them, and tiles that stand anywhere.
class CziLayoutTest {
    private static final int COLUMNS = 8;
    private static final int ROWS = 6;
    private static final int STEP = 100;
    private static final int X = 32 + 4;
    private static final int Y = 32 + 20 + 4;

    @TempDir
    Path folder;

    /// A grid whose tiles lie up to so many pixels off.
    private CziLayout layout(int off) {
        CziBytes file = CziBytes.manyTiles("overlap_zstd1", COLUMNS, ROWS, STEP);
        SplittableRandom random = new SplittableRandom(3);
        List<Integer> entries = file.entries();
        for (int entry : entries) {
            file.putInt(entry + X, file.i32(entry + X) + random.nextInt(-off, off + 1));
            file.putInt(entry + Y, file.i32(entry + Y) + random.nextInt(-off, off + 1));
        }
        return CziLayout.of(file.save(folder.resolve("tiles.czi")), 0, null);
    }

    @Test
    void aStageThatIsAFewPixelsOffStillMakesAGrid() {
        CziLayout layout = layout(5);
        assertThat(layout.gridAligned()).isTrue();
        assertThat(layout.columns()).isEqualTo(COLUMNS);
        assertThat(layout.rows()).isEqualTo(ROWS);
        assertThat(layout.largestShift()).isBetween(1L, 10L);
    }

    @Test
    void tilesAnywhereAreScattered() {
        CziLayout layout = layout(49);
        assertThat(layout.gridAligned()).isFalse();
        assertThat(layout.words()).startsWith("scattered: 48 tiles");
        assertThat(layout.columns()).isZero();
        assertThat(layout.tiles()).hasSize(COLUMNS * ROWS);
        assertThat(layout.svg()).contains("<svg").contains("</svg>");
    }
}
