package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutAdvisorTest {
    static Stream<Long> seeds() {
        return Seeds.of(40);
    }

    /// Every position of the patch in a small array, element by element.
    @ParameterizedTest
    @MethodSource("seeds")
    void countsWhatAWalkOverAllElementsCounts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] shape = {random.nextInt(1, 14), random.nextInt(1, 14)};
        int[] chunks = {random.nextInt(1, 15), random.nextInt(1, 15)};
        int[] blocks = {random.nextInt(1, chunks[0] + 1), random.nextInt(1, chunks[1] + 1)};
        long[] patch = {random.nextInt(1, (int) shape[0] + 1), random.nextInt(1, (int) shape[1] + 1)};
        ChunkLayout layout = new ChunkLayout("manual", shape, 2, chunks, blocks);
        PatchCost cost = LayoutAdvisor.explain(layout, LayoutCases.CACHES, patch);

        double sum = 0;
        int positions = 0;
        for (int y = 0; y + patch[0] <= shape[0]; y++) {
            for (int x = 0; x + patch[1] <= shape[1]; x++) {
                Set<String> touchedChunks = new HashSet<>();
                Set<String> touchedBlocks = new HashSet<>();
                for (int i = y; i < y + patch[0]; i++) {
                    for (int j = x; j < x + patch[1]; j++) {
                        String chunk = i / chunks[0] + "," + j / chunks[1];
                        touchedChunks.add(chunk);
                        touchedBlocks.add(chunk + ":" + i % chunks[0] / blocks[0] + "," + j % chunks[1] / blocks[1]);
                    }
                }
                if (y == 0 && x == 0) {
                    assertThat(cost.chunksTouched()).isEqualTo(touchedChunks.size());
                    assertThat(cost.blocksTouched()).isEqualTo(touchedBlocks.size());
                }
                sum += touchedBlocks.size();
                positions++;
            }
        }
        double asked = 2.0 * patch[0] * patch[1];
        assertThat(cost.amplificationRandom()).isCloseTo(sum / positions * layout.blockBytes() / asked, within(1e-12));
        assertThat(cost.amplificationAligned()).isEqualTo(cost.blocksTouched() * layout.blockBytes() / asked);
        assertThat(cost.workingSetBytes()).isEqualTo(cost.decodedBytes() + (long) asked);
    }

    /// The whole array decodes its padding too: 3 chunks of 2 blocks of 4 for 10 elements.
    @Test
    void paddingCountsAsDecoded() {
        ChunkLayout layout = new ChunkLayout("manual", new long[] {10}, 1, new int[] {6}, new int[] {4});
        PatchCost cost = LayoutAdvisor.explain(layout, LayoutCases.CACHES, 10);
        assertThat(cost.chunksTouched()).isEqualTo(2);
        assertThat(cost.blocksTouched()).isEqualTo(3);
        assertThat(cost.amplificationAligned()).isCloseTo(1.2, within(1e-12));
        assertThat(cost.fits()).isEqualTo("L1");
    }

    /// All blocks of a file together are its chunks without their headers; a patch in one block is less.
    @Test
    void countsTheStoredBytesInAFile(@TempDir Path folder) {
        short[] values = new short[40 * 50];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) (i * i % 251);
        }
        for (Compression.Codec codec : List.of(Compression.Codec.LZ4, Compression.Codec.LZ4HC)) {
            Path file = folder.resolve(codec.label() + ".b2nd");
            Compression how = Compression.of(codec, 5, Compression.Filter.Kind.SHUFFLE);
            Blosc2.save(file, NdArray.of(values, 40, 50), new int[] {20, 50}, new int[] {10, 25}, how);
            try (Blosc2Array array = Blosc2.open(file)) {
                PatchCost all = LayoutAdvisor.explain(array, 40, 50);
                assertThat(all.compressedExact()).isTrue();
                assertThat(all.compressedBytes()).isEqualTo(array.compressedBytes() - 2 * 32);
                PatchCost one = LayoutAdvisor.explain(array, 10, 25);
                assertThat(one.blocksTouched()).isEqualTo(1);
                assertThat(one.compressedBytes()).isBetween(1L, all.compressedBytes() / 4);
            }
        }
    }

    @Test
    void misuseSaysWhatToDo() {
        ChunkLayout layout = new ChunkLayout("manual", new long[] {10, 10}, 1, new int[] {5, 5}, new int[] {5, 5});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayoutAdvisor.explain(layout, 5))
                .withMessage("the patch [5] has 1 lengths and the array has 2 axes; give 1 for an axis that it does"
                        + " not extend along");
        assertThatIllegalArgumentException().isThrownBy(() -> LayoutAdvisor.explain(layout, 5, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayoutAdvisor.explainFrame(layout, LayoutCases.CACHES, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChunkLayout("manual", new long[] {10}, 1, new int[] {4}, new int[] {5}))
                .withMessageContaining("a block has at least 1 element and at most those of its chunk");
    }
}
