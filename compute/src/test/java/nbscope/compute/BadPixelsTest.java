package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.List;
import nbscope.io.DType;
import nbscope.io.DataSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadPixelsTest {
    private static final LoadOptions QUIET =
            LoadOptions.standard().device(Device.java()).progress(LoadProgress.SILENT);

    static List<LoadCases.Bad> cases() {
        return LoadCases.bad();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theSamePixelsAreBadAsByNumPy(LoadCases.Bad c) {
        for (Device device : Device.list()) {
            try (var stack = DeviceStack.load(c.data(), QUIET.device(device))) {
                var bad = stack.badPixels();
                assertThat(bad.mask()).isEqualTo(c.mask());
                assertThat(bad.hot()).isEqualTo(c.hot());
                assertThat(bad.saturated()).isEqualTo(c.saturated());
                assertThat(bad.saturatedValues()).isEqualTo(c.values());
                assertThat(LoadCases.pixels(stack)
                                .mismatch(((MemoryArray) c.data().array()).data()))
                        .isEqualTo(-1);
                assertThat(stack.notes()).hasSize(bad.count() == 0 ? 0 : 1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void repairedPixelsEqualNumPys(LoadCases.Bad c) {
        for (Device device : Device.list()) {
            try (var stack = DeviceStack.load(c.data(), QUIET.device(device).repairBadPixels())) {
                assertThat(stack.badPixels().mask()).isEqualTo(c.mask());
                assertThat(LoadCases.pixels(stack).mismatch(c.repaired())).isEqualTo(-1);
            }
            var given = QUIET.device(device)
                    .repairBadPixels()
                    .badPixels(BadPixelSearch.mask(c.mask()))
                    .detectorBin(2);
            var repaired = DataSet.of(new MemoryArray("repaired", c.dtype(), c.repaired(), c.shape()), 3);
            try (var stack = DeviceStack.load(c.data(), given);
                    var expected = DeviceStack.load(repaired, QUIET.detectorBin(2))) {
                assertThat(LoadCases.pixels(stack).mismatch(LoadCases.pixels(expected)))
                        .isEqualTo(-1);
                assertThat(stack.minMax()).isEqualTo(expected.minMax());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void excludedPixelsAreInNoSum(LoadCases.Bad c) {
        boolean[] mask = c.mask();
        boolean[][] selected = new boolean[(int) c.shape()[3]][(int) c.shape()[4]];
        for (int p = 0; p < mask.length; p++) {
            selected[p / (int) c.shape()[4]][p % (int) c.shape()[4]] = !mask[p];
        }
        var good = Detector.mask(selected);
        try (var stack = DeviceStack.load(c.data(), QUIET.excludeBadPixels());
                var plain = DeviceStack.load(c.data(), QUIET)) {
            var found = stack.virtualImage(1 % stack.frames(), Detector.disk(1000));
            var expected = plain.virtualImage(1 % stack.frames(), good);
            assertThat(found.pixels().mismatch(expected.pixels())).isEqualTo(-1);
            assertThat(found.provenance().notes()).hasSize(stack.badPixels().count() == 0 ? 0 : 1);
            assertThat(LoadCases.pixels(stack).mismatch(LoadCases.pixels(plain)))
                    .isEqualTo(-1);
        }
    }

    @Test
    void aBinnedPixelWithABadOneInItIsExcluded() {
        byte[] ones = new byte[2 * 2 * 5 * 6];
        java.util.Arrays.fill(ones, (byte) 1);
        var data = DataSet.of(new MemoryArray("ones", DType.U8, MemorySegment.ofArray(ones), 2, 2, 5, 6), 2);
        boolean[] mask = new boolean[30];
        mask[1 * 6 + 5] = true; // in bin 0, 2
        mask[3 * 6 + 2] = true; // in bin 1, 1
        mask[2 * 6 + 3] = true; // in bin 1, 1
        mask[4 * 6] = true; // in the row that is dropped
        var options = QUIET.detectorBin(2).badPixels(BadPixelSearch.mask(mask));
        try (var stack = DeviceStack.load(data, options)) {
            assertThat(stack.virtualImage(Detector.disk(1000)).exact(1, 1)).isEqualTo(4L * 4);
            assertThat(stack.pattern(0, 0).exact(1, 1)).isEqualTo(4L);
            assertThat(stack.virtualImage(Detector.disk(1000)).provenance().notes())
                    .containsExactly("2 bad pixels left out");
            assertThat(stack.notes().getLast())
                    .isEqualTo("4 bad pixels (given); left out of every detector, the data is as in the file");
        }
    }

    @Test
    void theNoteCountsAndSaysWhatToDo() {
        var hot = LoadCases.bad().stream()
                .filter(c -> c.name().equals("hot-u1"))
                .findFirst()
                .orElseThrow();
        try (var stack = DeviceStack.load(hot.data(), QUIET)) {
            assertThat(stack.notes())
                    .containsExactly("9 bad pixels (4 hot, 5 saturated in 242 values); every sum has them,"
                            + " LoadOptions.standard().excludeBadPixels() leaves bad pixels out");
        }
        try (var stack = DeviceStack.load(hot.data(), QUIET.badPixels(BadPixelSearch.NONE))) {
            assertThat(stack.notes()).isEmpty();
            assertThat(stack.badPixels().toString()).isEqualTo("no bad pixels");
        }
    }

    @Test
    void aMaskOfAnotherDetectorIsRefused() {
        var options = QUIET.badPixels(BadPixelSearch.mask(new boolean[7]));
        assertThatThrownBy(() -> DeviceStack.load(LoadCases.bad().getFirst().data(), options))
                .hasMessage("the mask of bad pixels has 7 entries, the detector has 15 x 17 = 255 pixels in the file");
    }
}
