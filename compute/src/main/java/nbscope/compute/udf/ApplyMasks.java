package nbscope.compute.udf;

import java.util.Arrays;
import java.util.List;
import nbscope.compute.internal.udf.MaskedSums;
import nbscope.compute.internal.udf.WeightedSums;
import nbscope.compute.internal.udf.Weights;
import nbscope.io.DType;
import nbscope.io.TilingPreferences;

/// The sum of each frame times each mask, all masks in one pass: a channel per mask. Exact integers when
/// the data are integers and every mask is of zeros and ones, else float64.
///
/// @param masks what is summed
public record ApplyMasks(List<Mask> masks) implements Udf<NavValues> {
    private static final long serialVersionUID = 1L;

    public ApplyMasks {
        masks = List.copyOf(masks);
        if (masks.isEmpty()) {
            throw new IllegalArgumentException("no mask was given");
        }
    }

    /// Sums over selected pixels.
    public static ApplyMasks of(boolean[]... selected) {
        return new ApplyMasks(
                Arrays.stream(selected).<Mask>map(Mask.Selected::new).toList());
    }

    /// Sums with one weight per pixel.
    public static ApplyMasks of(double[]... weights) {
        return new ApplyMasks(Arrays.stream(weights).<Mask>map(Mask.Dense::new).toList());
    }

    /// Any masks.
    public static ApplyMasks of(Mask... masks) {
        return new ApplyMasks(Arrays.asList(masks));
    }

    @Override
    public TilingPreferences tiling() {
        return TilingPreferences.frames();
    }

    @Override
    public List<BufferSpec> buffers(UdfMeta meta) {
        DType t = allSelected(meta) ? MaskedSums.exact(meta.inputType()) : DType.F64;
        return List.of(BufferSpec.nav(MaskedSums.VALUES, t, masks.size()));
    }

    @Override
    public TileProcessor prepare(UdfMeta meta) {
        if (allSelected(meta)) {
            return MaskedSums.selected(
                    meta, masks.stream().map(m -> Weights.selected(m, meta)).toList());
        }
        return new WeightedSums(Weights.of(masks, meta));
    }

    private boolean allSelected(UdfMeta meta) {
        return masks.stream().allMatch(m -> Weights.isSelection(m, meta));
    }

    @Override
    public NavValues results(ResultBuffers merged) {
        return merged.nav(MaskedSums.VALUES);
    }
}
