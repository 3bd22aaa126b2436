package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;
import nbscope.io.DataSet;
import org.junit.jupiter.api.Test;

/// A JVM that was started without any flags of ours.
class WithoutVectorModuleTest {
    /// What the other JVM runs.
    public static final class Program {
        private Program() {}

        public static void main(String[] args) {
            byte[] ones = new byte[4 * 9 * 9];
            java.util.Arrays.fill(ones, (byte) 1);
            var array = new MemoryArray("ones", DType.U8, MemorySegment.ofArray(ones), 2, 2, 9, 9);
            try (var stack = DeviceStack.load(DataSet.of(array, 2), Device.java())) {
                System.out.println(stack.device().name() + " "
                        + (long) stack.virtualImage(0, Detector.disk(100)).max());
            }
        }
    }

    @Test
    void javaTakesTheScalarPath() throws Exception {
        assertThat(OtherJvm.run(Program.class)).isEqualTo("Java (scalar) 81");
    }
}
