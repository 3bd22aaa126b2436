package nbscope.compute.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.OpenClDevice;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// UDFs over a stack give the same wherever it lies: in plain memory, wrapped by OpenCL, or copied to a card in many
/// chunks. The OpenCL cases are those that this machine has.
class UdfOnDevicesTest {
    static Stream<Device> devices() {
        List<Device> devices = new ArrayList<>(Device.list());
        for (Device device : Device.list()) {
            if (device instanceof OpenClDevice cl) {
                devices.add(new OpenClDevice(
                        cl.name() + " as a card",
                        true,
                        false,
                        cl.doubles(),
                        cl.globalBytes(),
                        40_000,
                        cl.platform(),
                        cl.index()));
            }
        }
        return devices.stream();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void theSecondFrameOfAStack(Device device) {
        short[] data = new short[2 * 14 * 15 * 7 * 11];
        var random = new Random(5);
        long[] sum = new long[77];
        long[] moment = new long[210];
        for (int i = 0; i < data.length; i++) {
            data[i] = (short) random.nextInt();
            if (i >= data.length / 2) {
                int k = i - data.length / 2;
                sum[k % 77] += data[i];
                moment[k / 77] += data[i];
            }
        }
        try (var stack = DeviceStack.load(DataSet.of(NdArray.of(data, DType.I16, 2, 14, 15, 7, 11), 3), device)) {
            var all = new Sum();
            var sig = new SumSig();
            var results = UdfRunner.of(stack).frame(1).run(List.of(all, sig));
            for (int p = 0; p < 77; p++) {
                assertThat(results.get(all).exact(p / 11, p % 11)).isEqualTo(sum[p]);
            }
            for (int p = 0; p < 210; p++) {
                assertThat(results.get(sig).exact(p, 0)).isEqualTo(moment[p]);
            }
            boolean[] roi = new boolean[210];
            roi[7] = true;
            roi[100] = true;
            roi[101] = true;
            var picked = UdfRunner.of(stack).frame(1).roi(roi).run(new Pick());
            assertThat(picked).hasSize(3);
            assertThat(picked.get(2).exact(6, 10)).isEqualTo((long) data[data.length / 2 + 101 * 77 + 76]);
        }
    }
}
