package nbscope.compute.internal.udf;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import nbscope.compute.internal.frames.Twin;
import nbscope.compute.internal.sums.Patterns;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.ScalarSums;
import nbscope.compute.internal.sums.SumKernel;
import nbscope.compute.internal.sums.VectorSums;
import nbscope.compute.udf.ResultBuffers;
import nbscope.compute.udf.TileProcessor;
import nbscope.compute.udf.UdfMeta;
import nbscope.io.DType;
import nbscope.io.dataset.DataTile;

/// Sums of frames over selected pixels, one channel per mask, by the kernels of virtual images: only the
/// 64-byte blocks with such a pixel are read. A frame stays in the cache while all masks pass over it.
public final class MaskedSums implements TileProcessor {
    public static final String VALUES = "intensity";

    private static final Twin<SumKernel> TWIN =
            new Twin<>(new ScalarSums(), () -> new VectorSums(), MaskedSums::exercise);

    private final List<Plan> plans;

    private MaskedSums(List<Plan> plans) {
        this.plans = plans;
    }

    public static MaskedSums selected(UdfMeta meta, List<boolean[]> masks) {
        return new MaskedSums(
                masks.stream().map(m -> Plan.of(m, meta.inputType().bytes())).toList());
    }

    /// The type that holds sums of this one exactly, or F64 for floats.
    public static DType exact(DType t) {
        return t.isInteger() ? DType.I64 : DType.F64;
    }

    private static void exercise(SumKernel k, DType t, MemorySegment s, long[] offsets, int bytes) {
        boolean[] all = new boolean[bytes / t.bytes() - 64];
        Arrays.fill(all, true);
        var plan = Plan.of(all, t.bytes());
        // One frame a call, as below.
        for (int i = 0; i < offsets.length - 1; i++) {
            if (t.isInteger()) {
                k.sum(new Patterns(t, s, bytes, i, 1), plan, new long[1], 0);
            } else {
                k.sum(new Patterns(t, s, bytes, i, 1), plan, new double[1], 0);
            }
        }
    }

    @Override
    public void processTile(DataTile tile, ResultBuffers partial) {
        var kernel = TWIN.of(tile.dtype());
        int masks = plans.size();
        int frameBytes = tile.pixels() * tile.dtype().bytes();
        boolean exact = tile.dtype().isInteger();
        long[] longs = exact ? partial.longs(VALUES) : new long[0];
        double[] doubles = exact ? new double[0] : partial.doubles(VALUES);
        for (int i = 0; i < tile.depth(); i++) {
            // From a stack, frames of a tile begin at multiples of a frame; no slice is needed then.
            boolean even = tile.offset(i) % frameBytes == 0;
            var data = even ? tile.data() : tile.data().asSlice(tile.offset(i));
            int number = even ? Math.toIntExact(tile.offset(i) / frameBytes) : 0;
            var frame = new Patterns(tile.dtype(), data, frameBytes, number, 1);
            int at = partial.navOffset(tile, i) * masks;
            for (int m = 0; m < masks; m++) {
                if (exact) {
                    kernel.sum(frame, plans.get(m), longs, at + m);
                } else {
                    kernel.sum(frame, plans.get(m), doubles, at + m);
                }
            }
        }
    }
}
