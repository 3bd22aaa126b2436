package nbscope.compute.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import nbscope.io.DType;
import org.junit.jupiter.api.Test;

/// A JVM without the flag for the Vector API runs UDFs, and loads no class of it.
class UdfWithoutVectorModuleTest {
    /// What the other JVM runs.
    public static final class Program {
        private Program() {}

        public static void main(String[] args) {
            byte[] ones = new byte[4 * 9 * 9];
            java.util.Arrays.fill(ones, (byte) 1);
            var tiles = MemoryTiles.of(DType.U8, 2, 2, 9, 9, MemorySegment.ofArray(ones));
            var sum = new Sum();
            var all = UdfRunner.of(tiles)
                    .run(List.of(sum, new SumSig(), new StdDev(), new CenterOfMass(), new RadialFourier(2, 1)));
            System.out.println((long) all.get(sum).max());
        }
    }

    @Test
    void udfsTakeTheScalarPath() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(out.strip()).isEqualTo("4");
    }
}
