package nbscope.compute.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import nbscope.io.DType;
import nbscope.io.dataset.DataTile;
import org.junit.jupiter.api.Test;

/// The UDF that the README writes.
class OwnUdfTest {
    record Maximum() implements Udf<double[]> {
        private static final long serialVersionUID = 1L;

        @Override
        public List<BufferSpec> buffers(UdfMeta meta) {
            return List.of(BufferSpec.sig("max", DType.F64));
        }

        @Override
        public TileProcessor prepare(UdfMeta meta) {
            return (tile, partial) -> raise(tile, partial.doubles("max"));
        }

        static void raise(DataTile tile, double[] max) {
            for (int i = 0; i < tile.depth(); i++) {
                for (int p = 0; p < tile.pixels(); p++) {
                    max[tile.firstPixel() + p] = Math.max(max[tile.firstPixel() + p], tile.value(i, p));
                }
            }
        }

        @Override
        public void merge(ResultBuffers whole, ResultBuffers part) {
            double[] max = whole.doubles("max");
            for (int p = 0; p < max.length; p++) {
                max[p] = Math.max(max[p], part.doubles("max")[p]);
            }
        }

        @Override
        public double[] results(ResultBuffers merged) {
            return merged.doubles("max").clone();
        }
    }

    @Test
    void mergesWithItsOwnRule() {
        byte[] data = new byte[50 * 50 * 3];
        data[3 * 77] = -1;
        data[3 * 2400 + 1] = 5;
        data[3 * 3 + 1] = 4;
        var tiles = MemoryTiles.of(DType.U8, 50, 50, 1, 3, MemorySegment.ofArray(data));
        assertThat(UdfRunner.of(tiles).run(new Maximum())).containsExactly(255, 5, 0);
    }
}
