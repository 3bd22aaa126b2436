package nbscope.io.internal.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tiles of a box beside those found by asking every element of it.
final class TileBoxTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void namesTheTilesOfEveryElementInOrder(int rank) {
        Random random = new Random(20261121 + rank);
        for (int round = 0; round < 50; round++) {
            long[] low = new long[rank];
            long[] high = new long[rank];
            long[] grid = new long[rank];
            int[] tile = new int[rank];
            for (int i = 0; i < rank; i++) {
                low[i] = random.nextInt(8);
                high[i] = low[i] + random.nextInt(6);
                tile[i] = 1 + random.nextInt(4);
                grid[i] = (high[i] + 3) / tile[i] + 1;
            }
            TileBox box = TileBox.of(low, high, tile);
            List<Long> found = new ArrayList<>();
            for (long n = 0; n < box.count(); n++) {
                found.add(TileBox.index(box.at(n), grid));
            }
            Set<Long> expected = new TreeSet<>();
            elements(0, 0, low, high, tile, grid, expected);
            assertThat(found).containsExactlyElementsOf(expected);
        }
    }

    private static void elements(
            int axis, long tileSoFar, long[] low, long[] high, int[] tile, long[] grid, Set<Long> tiles) {
        if (axis == low.length) {
            tiles.add(tileSoFar);
            return;
        }
        for (long i = low[axis]; i < high[axis]; i++) {
            elements(axis + 1, tileSoFar * grid[axis] + i / tile[axis], low, high, tile, grid, tiles);
        }
    }

    @Test
    void anEmptyBoxTouchesNothingWhateverTheTiles() {
        assertThat(TileBox.of(new long[] {0, 5}, new long[] {0, 7}, new int[] {0, 0x7fff_ffff})
                        .count())
                .isZero();
    }

    @Test
    void aBoxWithoutAxesIsOneTile() {
        TileBox box = TileBox.of(new long[0], new long[0], new int[0]);
        assertThat(box.count()).isEqualTo(1);
        assertThat(box.at(0)).isEmpty();
    }
}
