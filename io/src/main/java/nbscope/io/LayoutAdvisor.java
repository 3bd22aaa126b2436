package nbscope.io;

import java.util.Arrays;
import nbscope.io.internal.blosc2.B2ndArray;
import nbscope.io.internal.layout.AxisCost;

/// Says what patches cost in a layout, before a byte is written. Pure arithmetic: closed forms along each
/// axis, no file is read and nothing is counted position by position.
public final class LayoutAdvisor {
    private LayoutAdvisor() {}

    /// The cost of a patch with these lengths along every axis, on this machine's caches.
    ///
    /// @param patch elements along each axis of the array; longer than the array counts as all of it
    public static PatchCost explain(ChunkLayout layout, long... patch) {
        return explain(layout, CacheSizes.ofMachine(), patch);
    }

    /// The same with given cache sizes, for results that do not depend on the machine.
    public static PatchCost explain(ChunkLayout layout, CacheSizes caches, long... patch) {
        long[] shape = layout.shape();
        int[] chunks = layout.chunks();
        int[] blocks = layout.blocks();
        if (patch.length != shape.length) {
            throw new IllegalArgumentException("the patch " + Arrays.toString(patch) + " has " + patch.length
                    + " lengths and the array has " + shape.length + " axes; give 1 for an axis that it does not"
                    + " extend along");
        }
        long touchedChunks = 1;
        long touchedBlocks = 1;
        double meanChunks = 1;
        double meanBlocks = 1;
        long asked = layout.itemBytes();
        for (int i = 0; i < shape.length; i++) {
            if (patch[i] < 1) {
                throw new IllegalArgumentException("the patch " + Arrays.toString(patch)
                        + " has a length below 1; a patch has at least 1 element along each axis");
            }
            if (shape[i] == 0) {
                return new PatchCost(0, 0, 0, 0, 1, 1, 0, 0, 0, true, 0, caches);
            }
            AxisCost axis = new AxisCost(shape[i], chunks[i], blocks[i], Math.min(patch[i], shape[i]));
            touchedChunks = Math.multiplyExact(touchedChunks, axis.chunksAt(0));
            touchedBlocks = Math.multiplyExact(touchedBlocks, axis.blocksAt(0));
            meanChunks *= axis.meanChunks();
            meanBlocks *= axis.meanBlocks();
            asked = Math.multiplyExact(asked, axis.patch());
        }
        long decoded = Math.multiplyExact(touchedBlocks, layout.blockBytes());
        return new PatchCost(
                touchedChunks,
                touchedBlocks,
                meanChunks,
                meanBlocks,
                (double) decoded / asked,
                meanBlocks * layout.blockBytes() / asked,
                asked,
                decoded,
                -1,
                false,
                decoded + asked,
                caches);
    }

    /// The cost of a patch in an open array, with the stored bytes that the patch at the origin needs: counted in the
    /// file, or estimated from its size where the file is not of a kind that can be counted.
    ///
    /// @throws MalformedDataException when the file is damaged where it is counted
    public static PatchCost explain(Blosc2Array array, long... patch) {
        long[] shape = array.shape();
        int item = array.elementType().bytes();
        ChunkLayout layout = new ChunkLayout(array.name(), shape, item, array.chunks(), array.blocks());
        PatchCost cost = explain(layout, patch);
        long[] box = new long[shape.length];
        Arrays.setAll(box, i -> Math.min(shape[i], patch[i]));
        if (array instanceof B2ndArray counted) {
            return cost.compressed(counted.storedBytes(Region.whole(box)), true);
        }
        double whole = item;
        for (long n : shape) {
            whole *= Math.max(n, 1);
        }
        return cost.compressed(Math.round(cost.decodedBytes() * (array.compressedBytes() / whole)), false);
    }

    /// The cost of one frame: one index on each navigation axis, all of the axes after them.
    ///
    /// @param navigationAxes how many of the first axes are navigated
    public static PatchCost explainFrame(ChunkLayout layout, CacheSizes caches, int navigationAxes) {
        long[] patch = layout.shape();
        if (navigationAxes < 0 || navigationAxes > patch.length) {
            throw new IllegalArgumentException("an array of " + patch.length + " axes cannot have " + navigationAxes
                    + " navigation axes; give 0 to " + patch.length);
        }
        Arrays.fill(patch, 0, navigationAxes, 1);
        return explain(
                layout, caches, Arrays.stream(patch).map(n -> Math.max(n, 1)).toArray());
    }
}
