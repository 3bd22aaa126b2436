package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutStrategyTest {
    static Stream<LayoutCases.Case> cases() {
        return LayoutCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mlarrayIsWhatMlarrayChooses(LayoutCases.Case c) {
        ChunkLayout layout = LayoutStrategy.MLARRAY.layout(c.request());
        assertThat(layout.chunks()).containsExactly(c.mlarray()[0]);
        assertThat(layout.blocks()).containsExactly(c.mlarray()[1]);
        assertThat(layout.strategy()).isEqualTo("mlarray");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void baselineIsWhatOldMlarrayChose(LayoutCases.Case c) {
        int[][] expected = c.baseline();
        if (expected == null) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LayoutStrategy.MLARRAY_BASELINE.layout(c.request()))
                    .withMessageContaining("take mlarray or patch-aligned");
            return;
        }
        ChunkLayout layout = LayoutStrategy.MLARRAY_BASELINE.layout(c.request());
        assertThat(layout.chunks()).containsExactly(expected[0]);
        assertThat(layout.blocks()).containsExactly(expected[1]);
    }

    @Test
    void anUnknownNameListsThoseThatThereAre() {
        assertThat(LayoutStrategy.of("blosc2-auto")).isEqualTo(LayoutStrategy.BLOSC2_AUTO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayoutStrategy.of("fast"))
                .withMessage("there is no strategy 'fast'; take one of mlarray, mlarray-baseline, blosc2-auto,"
                        + " patch-aligned");
    }

    @Test
    void misuseSaysWhatToDo() {
        LayoutRequest volume = LayoutRequest.of(new long[] {64, 64, 64}, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> volume.patch(8, 0, 8))
                .withMessage("the patch [8, 0, 8] has a length below 1; give the elements that a patch has along each"
                        + " spatial axis");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> volume.axes(List.of("spatial_y", "spatial_x")))
                .withMessage("2 axis labels [spatial_y, spatial_x] for an array of 3 axes; give one label for each"
                        + " axis, or none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayoutStrategy.MLARRAY.layout(volume.patch(8, 8)))
                .withMessage("the patch [8, 8] has 2 lengths and the array has 3 spatial axes; give one length for"
                        + " each of them, or one number for all");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> LayoutStrategy.MLARRAY.layout(volume.axes(List.of("channel", "temporal", "components"))))
                .withMessageContaining("label at least one axis spatial");
    }

    @Test
    void oneNumberAndNoneStandForEverySpatialAxis() {
        LayoutRequest stack =
                LayoutRequest.of(new long[] {5, 400, 300}, 2).axes(List.of("channel", "spatial_y", "spatial_x"));
        assertThat(stack.spatialPatch()).containsExactly(192, 192);
        assertThat(stack.patch(320).spatialPatch()).containsExactly(320, 320);
        assertThat(stack.patch(320).box()).containsExactly(1, 320, 300);
    }
}
