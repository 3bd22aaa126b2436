package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the search promises for any request. Sizes of files and times are measured by LayoutBenchmark.
class PatchAlignedTest {
    static Stream<LayoutCases.Case> cases() {
        return LayoutCases.all();
    }

    static Stream<Long> seeds() {
        return Seeds.of(40);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodesNoMoreThanMlarrayOnEveryCaseOfTheTable(LayoutCases.Case c) {
        noWorse(c.request());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void norOnAnyOther(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rank = random.nextInt(1, 7);
        long[] shape = random.longs(rank, 1, 2 + (1L << random.nextInt(2, 11))).toArray();
        long[] patch = random.longs(rank, 1, 200).toArray();
        int item = new int[] {1, 2, 4, 8, 3, 16}[random.nextInt(6)];
        CacheSizes caches = new CacheSizes(
                1L << random.nextInt(14, 18), 1L << random.nextInt(17, 24), 1L << random.nextInt(20, 27));
        noWorse(new LayoutRequest(shape, item, List.of(), patch, caches));
    }

    private static void noWorse(LayoutRequest request) {
        ChunkLayout ours = LayoutStrategy.PATCH_ALIGNED.layout(request);
        ChunkLayout theirs = LayoutStrategy.MLARRAY.layout(request);
        PatchCost cost = LayoutAdvisor.explain(ours, request.box());
        PatchCost limit = LayoutAdvisor.explain(theirs, request.box());
        assertThat(cost.amplificationAligned())
                .as("%s, not %s", ours, theirs)
                .isLessThanOrEqualTo(limit.amplificationAligned() + 1e-9);
        assertThat(cost.amplificationRandom())
                .as("%s, not %s", ours, theirs)
                .isLessThanOrEqualTo(limit.amplificationRandom() + 1e-9);
        assertThat(ours.blockBytes()).isGreaterThanOrEqualTo((long) (0.9 * Math.min(theirs.blockBytes(), 1)));
        for (int i = 0; i < ours.rank(); i++) {
            int chunk = ours.chunks()[i];
            assertThat((long) chunk).isLessThanOrEqualTo(request.shape()[i]);
            assertThat(chunk % ours.blocks()[i] == 0 || chunk == request.shape()[i])
                    .as("%s", ours)
                    .isTrue();
        }
    }

    /// The 5-D case that mlarray's rule decodes ten times over, because it takes all time steps into a block.
    @Test
    void aPatchOfPatternsCostsWhatItShould() {
        LayoutRequest request = new LayoutRequest(
                new long[] {10, 64, 64, 96, 96}, 2, List.of(), new long[] {1, 8, 8, 96, 96}, LayoutCases.CACHES);
        ChunkLayout ours = LayoutStrategy.PATCH_ALIGNED.layout(request);
        PatchCost patch = LayoutAdvisor.explain(ours, LayoutCases.CACHES, request.box());
        assertThat(patch.amplificationAligned()).isEqualTo(1);
        assertThat(patch.amplificationRandom()).isLessThanOrEqualTo(1.3);
        PatchCost frame = LayoutAdvisor.explainFrame(ours, LayoutCases.CACHES, 3);
        assertThat(frame.amplificationRandom()).isLessThanOrEqualTo(1.3);
        assertThat(frame.fits()).isEqualTo("L2");
        PatchCost theirs = LayoutAdvisor.explain(LayoutStrategy.MLARRAY.layout(request), request.box());
        assertThat(theirs.amplificationAligned()).isEqualTo(10);
    }

    @Test
    void takesAnyNumberOfAxesAndAnyElement() {
        long[] many = new long[16];
        Arrays.fill(many, 3);
        ChunkLayout sixteen = LayoutStrategy.PATCH_ALIGNED.layout(
                LayoutRequest.of(many, 8).patch(2).caches(LayoutCases.CACHES));
        assertThat(sixteen.chunkBytes()).isLessThan(4 << 20);
        ChunkLayout large = LayoutStrategy.PATCH_ALIGNED.layout(
                LayoutRequest.of(new long[] {50, 60}, 40_000).caches(LayoutCases.CACHES));
        assertThat(large.blocks()).containsExactly(1, 1);
        ChunkLayout empty = LayoutStrategy.PATCH_ALIGNED.layout(LayoutRequest.of(new long[] {0, 60}, 4));
        assertThat(empty.chunks()).containsExactly(0, 60);
    }
}
