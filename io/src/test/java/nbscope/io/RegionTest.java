package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RegionTest {
    @Test
    void wholeCoversEveryElement() {
        assertThat(Region.whole(3, 4, 5).elements()).isEqualTo(60);
    }

    @Test
    void regionThatLeavesTheArrayIsRefusedWithBothShapes() {
        Region region = new Region(new long[] {2, 0}, new long[] {2, 4});
        assertThatThrownBy(() -> region.checkInside(new long[] {3, 4}))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("[2, 0]")
                .hasMessageContaining("[3, 4]");
    }

    @Test
    void startThatOverflowsIsRefused() {
        Region region = new Region(new long[] {Long.MAX_VALUE}, new long[] {2});
        assertThatThrownBy(() -> region.checkInside(new long[] {4})).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
