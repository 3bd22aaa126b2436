package nbscope.compute.udf;

import java.util.List;
import nbscope.io.DType;
import nbscope.io.TilingPreferences;

/// A lambda that adds up over frames.
record PerFrameReduction(int length, FrameReduction reduction) implements Udf<double[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
        return "reduce";
    }

    @Override
    public TilingPreferences tiling() {
        return TilingPreferences.frames();
    }

    @Override
    public List<BufferSpec> buffers(UdfMeta meta) {
        return List.of(BufferSpec.single("kept", DType.F64, length));
    }

    @Override
    public TileProcessor prepare(UdfMeta meta) {
        return (tile, partial) -> {
            double[] kept = partial.doubles("kept");
            for (int i = 0; i < tile.depth(); i++) {
                reduction.add(kept, new Frame(tile, i, meta));
            }
        };
    }

    @Override
    public double[] results(ResultBuffers merged) {
        return merged.doubles("kept").clone();
    }
}
