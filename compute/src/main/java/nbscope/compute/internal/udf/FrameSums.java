package nbscope.compute.internal.udf;

import java.util.List;
import nbscope.compute.internal.frames.SumFrames;
import nbscope.compute.udf.BufferSpec;
import nbscope.compute.udf.ResultBuffers;
import nbscope.compute.udf.TileProcessor;
import nbscope.compute.udf.UdfMeta;
import nbscope.io.DType;
import nbscope.io.Pixels;
import nbscope.io.dataset.DataTile;

/// Adds frames up, pixel by pixel; 8 and 16 bits in ints that are emptied into longs before they can
/// overflow.
public record FrameSums(UdfMeta meta) implements TileProcessor {
    public static final String SUM = "sum";
    private static final String NARROW = "narrow";
    private static final String FRAMES = "frames in narrow";

    public static List<BufferSpec> buffers(DType t) {
        return switch (t) {
            case U8, I8, U16, I16 ->
                List.of(
                        BufferSpec.sig(SUM, DType.I64),
                        BufferSpec.sig(NARROW, DType.I32).asScratch(),
                        BufferSpec.single(FRAMES, DType.I32).asScratch());
            case U32, I32 -> List.of(BufferSpec.sig(SUM, DType.I64));
            case F32, F64 -> List.of(BufferSpec.sig(SUM, DType.F64));
            case U64, I64, F16, C64, C128, RAW -> throw Pixels.noNumber(t);
        };
    }

    @Override
    public void processTile(DataTile tile, ResultBuffers partial) {
        DType t = tile.dtype();
        var kernel = SumFrames.TWIN.of(t);
        int n = tile.depth();
        if (t.bytes() <= 2) {
            int[] frames = partial.ints(FRAMES);
            for (int from = 0; from < n; from += SumFrames.FRAMES_PER_INT) {
                int to = Math.min(n, from + SumFrames.FRAMES_PER_INT);
                if (frames[0] + to - from > SumFrames.FRAMES_PER_INT) {
                    flush(partial);
                }
                // A frame that comes in several ranges of pixels counts several times: on the safe side.
                frames[0] += to - from;
                kernel.ints(
                        t,
                        tile.data(),
                        tile.offsets(),
                        from,
                        to,
                        tile.pixels(),
                        partial.ints(NARROW),
                        tile.firstPixel());
            }
        } else if (t.isInteger()) {
            kernel.longs(t, tile.data(), tile.offsets(), 0, n, tile.pixels(), partial.longs(SUM), tile.firstPixel());
        } else {
            kernel.doubles(
                    t, tile.data(), tile.offsets(), 0, n, tile.pixels(), partial.doubles(SUM), tile.firstPixel());
        }
    }

    @Override
    public void postprocess(ResultBuffers partial) {
        if (meta.inputType().bytes() <= 2) {
            flush(partial);
        }
    }

    private static void flush(ResultBuffers partial) {
        int[] narrow = partial.ints(NARROW);
        long[] sum = partial.longs(SUM);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += narrow[i];
            narrow[i] = 0;
        }
        partial.ints(FRAMES)[0] = 0;
    }
}
