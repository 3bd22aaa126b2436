package nbscope.compute.udf;

import java.util.List;
import nbscope.io.DType;
import nbscope.io.TilingPreferences;

/// A lambda per frame.
record PerFrame(int length, FrameVectorFunction function) implements Udf<NavValues> {
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
        return "per frame";
    }

    @Override
    public TilingPreferences tiling() {
        return TilingPreferences.frames();
    }

    @Override
    public List<BufferSpec> buffers(UdfMeta meta) {
        return List.of(length == 1 ? BufferSpec.nav("values", DType.F64) : BufferSpec.nav("values", DType.F64, length));
    }

    @Override
    public TileProcessor prepare(UdfMeta meta) {
        return (tile, partial) -> {
            double[] values = partial.doubles("values");
            for (int i = 0; i < tile.depth(); i++) {
                double[] made = function.apply(new Frame(tile, i, meta));
                if (made.length != length) {
                    throw new IllegalArgumentException("the function of a frame promised " + length
                            + " numbers and gave " + made.length + "; say Udf.perFrame(" + made.length + ", ...)");
                }
                System.arraycopy(made, 0, values, partial.navOffset(tile, i) * length, length);
            }
        };
    }

    @Override
    public NavValues results(ResultBuffers merged) {
        return merged.nav("values");
    }
}
