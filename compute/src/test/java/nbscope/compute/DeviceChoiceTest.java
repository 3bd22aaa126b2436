package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import nbscope.compute.internal.opencl.ClApi;
import nbscope.compute.internal.opencl.ClQueue;
import nbscope.compute.internal.opencl.OpenCl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
    private static final OpenClDevice CPU = device("OpenCL (pthread-CPU)", false, 0);
    private static final OpenClDevice CARD = device("OpenCL (Fast Card 9)", true, 1);
    private static final OpenClDevice OTHER = device("OpenCL (Slow Card 1)", true, 2);

    private static OpenClDevice device(String name, boolean gpu, int index) {
        return new OpenClDevice(name, gpu, !gpu, true, 1 << 30, 1 << 28, 0, index);
    }

    private static OpenCl with(OpenClDevice... devices) {
        return OpenCl.of(new ClApi() {
            @Override
            public List<OpenClDevice> devices() {
                return List.of(devices);
            }

            @Override
            public ClQueue open(OpenClDevice device) {
                throw new AssertionError("nothing is opened");
            }
        });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void withoutAWishACardComesBeforeJavaAndJavaBeforeACpuDriver(String none) {
        assertThat(DeviceChoice.best(none, with(CPU, CARD, OTHER))).isEqualTo(CARD);
        assertThat(DeviceChoice.best(none, with(CPU))).isEqualTo(Device.java());
        assertThat(DeviceChoice.best(none, with())).isEqualTo(Device.java());
    }

    @Test
    void aWishIsTakenInAnyCase() {
        var found = with(CPU, CARD, OTHER);
        assertThat(DeviceChoice.best("java", found)).isEqualTo(Device.java());
        assertThat(DeviceChoice.best("JAVA-Scalar", found)).isEqualTo(Device.javaScalar());
        assertThat(DeviceChoice.best("opencl", found)).isEqualTo(CARD);
        assertThat(DeviceChoice.best("OpenCL:slow card", found)).isEqualTo(OTHER);
        assertThat(DeviceChoice.best(" opencl:CPU ", found)).isEqualTo(CPU);
    }

    @Test
    void aWrongWishListsWhatIsHere() {
        assertThatThrownBy(() -> DeviceChoice.best("cuda", with(CARD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("NBSCOPE_DEVICE is \"cuda\"; it can be java, java-scalar, opencl, or opencl: and a part of"
                        + " a device's name. Here are: "
                        + String.join(
                                ", ",
                                DeviceChoice.list(with(CARD)).stream()
                                        .map(Device::name)
                                        .toList()));
        assertThatThrownBy(() -> DeviceChoice.best("opencl:H200", with(CPU, CARD)))
                .hasMessage("NBSCOPE_DEVICE is \"opencl:H200\", but no OpenCL device has \"H200\" in its name; here"
                        + " are: OpenCL (pthread-CPU), OpenCL (Fast Card 9)");
        assertThatThrownBy(() -> DeviceChoice.best("opencl", with()))
                .hasMessageContaining("NBSCOPE_DEVICE is \"opencl\", but the OpenCL loader is installed but no driver");
    }

    @Test
    void theListStartsWithJava() {
        var list = DeviceChoice.list(with(CPU, CARD));
        assertThat(list.getFirst()).isEqualTo(Device.java());
        assertThat(list).contains(Device.javaScalar(), CPU, CARD).doesNotHaveDuplicates();
    }
}
