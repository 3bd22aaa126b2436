package nbscope.widgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SplittableRandom;
import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.widgets.FakeHost.Sent;
import org.junit.jupiter.api.Test;

/// The widget on the library's own stack.
class RealStackTest {
    private static final String DISK = "{\"kind\":\"virtual\",\"seq\":1,\"frame\":1,\"detector\":{\"kind\":\"disk\","
            + "\"row\":4,\"col\":5,\"inner\":0,\"outer\":2.5},\"minReplyBytes\":0}";

    private final FakeHost host = new FakeHost();
    private final short[] counts = new short[2 * 3 * 4 * 8 * 10];
    private final DataSet data;

    RealStackTest() {
        var random = new SplittableRandom(11);
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (short) random.nextInt(1000);
        }
        data = DataSet.of(NdArray.of(counts, DType.U16, 2, 3, 4, 8, 10), 3)
                .calibration(Calibration.none().mradPerPixel(10).centre(4, 5).semiangle(10));
    }

    @Test
    void virtualImageEqualsThePlainSum() {
        try (DeviceStack stack = DeviceStack.load(data, Device.javaScalar())) {
            Widgets.on(stack).show(host);
            Sent reply = host.model().ask(DISK);
            long sum = 0;
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 10; x++) {
                    if ((y - 4) * (y - 4) + (x - 5) * (x - 5) < 6.25) {
                        sum += counts[(((3 + 2) * 4 + 3) * 8 + y) * 10 + x];
                    }
                }
            }
            assertThat(reply.content().path("dtype").asText()).isEqualTo("u32");
            assertThat(reply.buffers().getFirst().getInt(4 * 11)).isEqualTo((int) sum);
        }
    }

    @Test
    void patternKeepsItsType() {
        try (DeviceStack stack = DeviceStack.load(data, Device.javaScalar())) {
            Widgets.on(stack).show(host);
            Sent reply = host.model()
                    .ask("{\"kind\":\"pattern\",\"seq\":1,\"frame\":0,\"row\":1,\"col\":2,\"source\":\"probe\"}");
            assertThat(reply.content().path("dtype").asText()).isEqualTo("u16");
            assertThat(reply.content().path("exact").asBoolean()).isTrue();
            assertThat(reply.content().path("shape").toString()).isEqualTo("[8,10]");
        }
    }

    @Test
    void presetsFollowTheCalibration() {
        try (DeviceStack stack = DeviceStack.load(data, Device.javaScalar())) {
            Widgets.on(stack).show(host);
            JsonNode presets = host.model().state().path("presets");
            assertThat(presets.findValuesAsText("name")).containsExactly("BF", "ABF", "ADF", "HAADF");
            assertThat(presets.get(2).path("detector").path("inner").asDouble()).isEqualTo(1);
            assertThat(presets.get(2).path("detector").path("outer").asDouble()).isCloseTo(3, within(1e-12));
        }
    }

    @Test
    void freedStackIsShownInEveryWidget() {
        DeviceStack stack = DeviceStack.load(data, Device.javaScalar());
        Widgets.on(stack).show(host);
        var first = host.model();
        Show4DSTEM second = Widgets.on(stack).show(host);
        assertThat(stack.free()).isPositive();
        assertThat(first.last().data().path("state").path("status").asText()).isEqualTo("freed");
        assertThat(host.model().ask(DISK).content().path("kind").asText()).isEqualTo("error");
        assertThatThrownBy(second::virtualImage).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void widgetThatLoadedTheDataReleasesItsBytes() {
        Show4DSTEM show = Show4DSTEM.of(data).device(Device.javaScalar()).detector(Detector.disk(2));
        assertThat(show.virtualImage().rows()).isEqualTo(3);
        assertThat(show.free()).isGreaterThanOrEqualTo(2L * counts.length);
        assertThat(show.free()).isZero();
        assertThatThrownBy(show::pattern).hasMessageContaining("free()");
    }

    @Test
    void deviceCannotBeChangedAfterTheDataIsLoaded() {
        Show4DSTEM show = Show4DSTEM.of(data).device(Device.javaScalar());
        show.pattern();
        assertThatThrownBy(() -> show.device(Device.javaScalar())).hasMessageContaining("before show()");
        show.free();
    }

    @Test
    void arrayOfThreeAxesIsRefusedInWords() {
        assertThatThrownBy(() -> Show4DSTEM.of(NdArray.of(counts, 24, 8, 10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 axes")
                .hasMessageContaining("has 3");
    }
}
