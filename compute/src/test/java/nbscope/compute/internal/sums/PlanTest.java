package nbscope.compute.internal.sums;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import nbscope.compute.Detector;
import nbscope.compute.internal.store.Geometry;
import nbscope.io.DType;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Geometry U16 = new Geometry(DType.U16, 4, 4, 96, 96);

    private static Plan plan(Detector detector) {
        return Plan.of(detector.at(48, 48), U16);
    }

    @Test
    void aSmallDiskTouchesFewBlocks() {
        var plan = plan(Detector.disk(10.5));
        assertThat(plan.dense()).isFalse();
        assertThat(plan.bytesTouched()).isLessThan(U16.patternBytes() / 4);
    }

    @Test
    void aDetectorNearlyEverywhereIsDense() {
        var plan = plan(Detector.disk(60));
        assertThat(plan.dense()).isTrue();
        assertThat(plan.blocks()).hasSize(96 * 96 * 2 / 64);
    }

    @Test
    void spansAndMaskSelectTheSamePixels() {
        var plan = plan(Detector.annulus(11, 31));
        int bySpans = 0;
        for (int k = 0; k < plan.spans().length; k += 2) {
            bySpans += plan.spans()[k + 1] - plan.spans()[k];
        }
        int byMask = Arrays.stream(plan.mask()).map(Integer::bitCount).sum() / 16;
        assertThat(bySpans).isEqualTo(plan.count());
        assertThat(byMask).isEqualTo(plan.count());
    }

    @Test
    void anEmptySelectionHasNoBlocks() {
        var plan = plan(Detector.disk(0.1).at(-20, 3));
        assertThat(Plan.of(Detector.disk(0.1).at(-20, 3), U16).blocks()).isEmpty();
        assertThat(plan.count()).isEqualTo(1);
    }
}
