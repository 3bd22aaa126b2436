package nbscope.io.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AxisCostTest {
    static Stream<Integer> seeds() {
        Integer one = Integer.getInteger("tests.seed");
        return one != null ? Stream.of(one) : IntStream.range(0, 200).boxed();
    }

    /// Every window is walked element by element and its tiles are counted.
    @ParameterizedTest
    @MethodSource("seeds")
    void meansAreThoseOfAllWindows(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int length = random.nextInt(1, 90);
        int chunk = random.nextInt(1, length + 10);
        int block = random.nextInt(1, chunk + 1);
        int patch = random.nextInt(1, length + 1);
        AxisCost cost = new AxisCost(length, chunk, block, patch);
        long blocks = 0;
        long chunks = 0;
        int windows = length - patch + 1;
        for (int start = 0; start < windows; start++) {
            Set<String> touchedBlocks = new HashSet<>();
            Set<Integer> touchedChunks = new HashSet<>();
            for (int x = start; x < start + patch; x++) {
                touchedChunks.add(x / chunk);
                touchedBlocks.add(x / chunk + ":" + x % chunk / block);
            }
            assertThat(cost.blocksAt(start)).isEqualTo(touchedBlocks.size());
            assertThat(cost.chunksAt(start)).isEqualTo(touchedChunks.size());
            blocks += touchedBlocks.size();
            chunks += touchedChunks.size();
        }
        assertThat(cost.meanBlocks()).isEqualTo((double) blocks / windows);
        assertThat(cost.meanChunks()).isEqualTo((double) chunks / windows);
    }

    /// A long axis: one element more than a window of 5 blocks touches 6 of them, but for the window that
    /// fits.
    @Test
    void longAxesDoNotOverflow() {
        long length = 3_000_000_000L;
        AxisCost cost = new AxisCost(length, 2_000_000, 1000, 5000);
        assertThat(cost.meanBlocks()).isCloseTo(5.999, within(1e-6));
        assertThat(new AxisCost(length, 1, 1, length / 2).meanBlocks()).isEqualTo(1.5e9);
    }
}
