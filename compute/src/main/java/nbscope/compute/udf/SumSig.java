package nbscope.compute.udf;

import java.util.Arrays;
import java.util.List;
import nbscope.compute.internal.udf.MaskedSums;
import nbscope.io.TilingPreferences;

/// The sum of each frame: one number per scan position. Integers exactly, floats in float64.
public record SumSig() implements Udf<NavValues> {
    private static final long serialVersionUID = 1L;

    @Override
    public TilingPreferences tiling() {
        return TilingPreferences.frames();
    }

    @Override
    public List<BufferSpec> buffers(UdfMeta meta) {
        return List.of(BufferSpec.nav(MaskedSums.VALUES, MaskedSums.exact(meta.inputType())));
    }

    @Override
    public TileProcessor prepare(UdfMeta meta) {
        boolean[] all = new boolean[meta.pixels()];
        Arrays.fill(all, true);
        return MaskedSums.selected(meta, List.of(all));
    }

    @Override
    public NavValues results(ResultBuffers merged) {
        return merged.nav(MaskedSums.VALUES);
    }

    @Override
    public List<Picture> pictures(ResultBuffers merged) {
        return merged.pictures("sum of each frame");
    }
}
