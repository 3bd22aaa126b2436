package nbscope.compute.internal.udf;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import nbscope.compute.internal.frames.Twin;
import nbscope.compute.internal.sums.Bundle;
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

    /// Frames that share a mask while it is in the cache; all of them stay in it while the masks pass.
    private static final int TOGETHER = 4;

    private static final Twin<SumKernel> TWIN =
            new Twin<>(new ScalarSums(), () -> new VectorSums(), MaskedSums::exercise);

    private final Bundle bundle;

    private MaskedSums(Bundle bundle) {
        this.bundle = bundle;
    }

    public static MaskedSums selected(UdfMeta meta, List<boolean[]> masks) {
        return new MaskedSums(Bundle.of(
                masks.stream().map(m -> Plan.of(m, meta.inputType().bytes())).toList()));
    }

    /// The type that holds sums of this one exactly, or F64 for floats.
    public static DType exact(DType t) {
        return t.isInteger() ? DType.I64 : DType.F64;
    }

    private static void exercise(SumKernel k, DType t, MemorySegment s, long[] offsets, int bytes) {
        boolean[] all = new boolean[bytes / t.bytes() - 64];
        Arrays.fill(all, true);
        var bundle = Bundle.of(List.of(Plan.of(all, t.bytes())));
        var several =
                Bundle.of(List.of(bundle.plans().getFirst(), bundle.plans().getFirst()));
        // One frame a call and several, as below.
        for (int i = 0; i < offsets.length - 1; i++) {
            int n = i % 2 == 0 ? 1 : Math.min(TOGETHER, offsets.length - 1 - i);
            if (t.isInteger()) {
                k.sum(new Patterns(t, s, bytes, i, n), bundle, new long[n], 0);
            } else {
                k.sum(new Patterns(t, s, bytes, i, n), bundle, new double[n], 0);
                k.sum(new Patterns(t, s, bytes, i, n), several, new double[2 * n], 0);
            }
        }
    }

    @Override
    public void processTile(DataTile tile, ResultBuffers partial) {
        var kernel = TWIN.of(tile.dtype());
        int frameBytes = tile.pixels() * tile.dtype().bytes();
        for (int i = 0; i < tile.depth(); ) {
            int count = together(tile, i, frameBytes);
            // From a stack, frames of a tile begin at multiples of a frame; no slice is needed then.
            boolean even = tile.offset(i) % frameBytes == 0;
            var data = even ? tile.data() : tile.data().asSlice(tile.offset(i));
            int number = even ? Math.toIntExact(tile.offset(i) / frameBytes) : 0;
            var frames = new Patterns(tile.dtype(), data, frameBytes, number, count);
            int at = partial.navOffset(tile, i) * bundle.plans().size();
            if (tile.dtype().isInteger()) {
                kernel.sum(frames, bundle, partial.longs(VALUES), at);
            } else {
                kernel.sum(frames, bundle, partial.doubles(VALUES), at);
            }
            i += count;
        }
    }

    /// Frames from the `i`th that lie one after another, as many as the kernels take at a time.
    private static int together(DataTile tile, int i, int frameBytes) {
        int end = Math.min(tile.depth(), i + TOGETHER);
        int n = 1;
        while (i + n < end && tile.offset(i + n) == tile.offset(i) + (long) n * frameBytes) {
            n++;
        }
        return n;
    }
}
