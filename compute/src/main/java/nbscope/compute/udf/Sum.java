package nbscope.compute.udf;

import java.lang.foreign.MemorySegment;
import java.util.List;
import nbscope.compute.Image;
import nbscope.compute.internal.sums.Sums;
import nbscope.compute.internal.udf.FrameSums;
import nbscope.io.DType;

/// The sum of all frames, pixel by pixel. Integers exactly (U32 while every sum fits, else I64), floats
/// in float64.
public record Sum() implements Udf<Image> {
    private static final long serialVersionUID = 1L;

    @Override
    public List<BufferSpec> buffers(UdfMeta meta) {
        return FrameSums.buffers(meta.inputType());
    }

    @Override
    public TileProcessor prepare(UdfMeta meta) {
        return new FrameSums(meta);
    }

    @Override
    public Image results(ResultBuffers merged) {
        var meta = merged.meta();
        return merged.spec(FrameSums.SUM).dtype() == DType.F64
                ? Image.of(
                        meta.detRows(),
                        meta.detCols(),
                        DType.F64,
                        MemorySegment.ofArray(merged.doubles(FrameSums.SUM).clone()))
                : Sums.image(
                        meta.detRows(),
                        meta.detCols(),
                        merged.longs(FrameSums.SUM).clone());
    }

    @Override
    public List<Picture> pictures(ResultBuffers merged) {
        return List.of(new Picture("sum of all frames", Picture.Plane.DETECTOR, results(merged)));
    }
}
