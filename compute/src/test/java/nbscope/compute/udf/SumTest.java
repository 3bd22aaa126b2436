package nbscope.compute.udf;

import static org.assertj.core.api.Assertions.assertThat;

import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import org.junit.jupiter.api.Test;

class SumTest {
    @Test
    void addsAllFrames() {
        short[] data = new short[5 * 6 * 7 * 9];
        long[] expected = new long[63];
        for (int i = 0; i < data.length; i++) {
            data[i] = (short) (i * 40503);
            expected[i % 63] += data[i] & 0xffff;
        }
        try (var stack = DeviceStack.load(DataSet.of(NdArray.of(data, DType.U16, 5, 6, 7, 9), 2), Device.java())) {
            var sum = UdfRunner.of(stack).run(new Sum());
            for (int i = 0; i < 63; i++) {
                assertThat(sum.exact(i / 9, i % 9)).isEqualTo(expected[i]);
            }
        }
    }
}
