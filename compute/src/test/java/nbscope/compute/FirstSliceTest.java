package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import nbscope.io.DType;
import nbscope.io.DataSet;
import org.junit.jupiter.api.Test;

class FirstSliceTest {
    @Test
    void sumsADisk() {
        var random = new Random(1);
        short[] values = new short[2 * 5 * 7 * 9 * 11];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) random.nextInt();
        }
        var data = DataSet.of(new MemoryArray("t", DType.U16, MemorySegment.ofArray(values), 2, 5, 7, 9, 11), 3);
        for (Device device : new Device[] {Device.java(), Device.javaScalar()}) {
            var stack = DeviceStack.load(data, device);
            var image = stack.virtualImage(1, Detector.disk(3.2));
            for (int r = 0; r < 5; r++) {
                for (int c = 0; c < 7; c++) {
                    long sum = 0;
                    for (int i = 0; i < 9; i++) {
                        for (int j = 0; j < 11; j++) {
                            if (Math.hypot(i - 4, j - 5) < 3.2) {
                                sum += values[(((5 + r) * 7 + c) * 9 + i) * 11 + j] & 0xffff;
                            }
                        }
                    }
                    assertThat(image.exact(r, c)).isEqualTo(sum);
                }
            }
            assertThat(stack.pattern(1, 2, 3).exact(4, 5)).isEqualTo((long) (values[
                            (((5 + 2) * 7 + 3) * 9 + 4) * 11 + 5]
                    & 0xffff));
            assertThat(stack.free()).isEqualTo(values.length * 2L);
            assertThat(Memory.report().total()).isZero();
        }
    }
}
