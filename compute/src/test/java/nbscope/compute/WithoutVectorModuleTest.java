package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(out.strip()).isEqualTo("Java (scalar) 81");
    }
}
