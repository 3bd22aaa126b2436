package nbscope.compute.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import nbscope.compute.OtherJvm;
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
        assertThat(OtherJvm.run(Program.class)).isEqualTo("4");
    }
}
