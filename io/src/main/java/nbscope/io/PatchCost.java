package nbscope.io;

import java.util.Locale;

/// What it costs to read a patch from an array in chunks and blocks. A block is decoded whole when one
/// element of it is asked for, also where it is padding at an edge.
///
/// @param chunksTouched by the patch at the origin
/// @param blocksTouched by the patch at the origin
/// @param meanChunks touched, the exact mean over all positions inside the array
/// @param meanBlocks touched, the exact mean over all positions inside the array
/// @param amplificationAligned bytes decoded per byte asked, for the patch at the origin
/// @param amplificationRandom bytes decoded per byte asked, the exact mean over all positions inside the
/// array
/// @param patchBytes bytes asked for
/// @param decodedBytes bytes of the blocks that the patch at the origin touches
/// @param compressedBytes stored bytes of these blocks, -1 when nothing is known about the file
/// @param compressedExact true: counted in the file; false: estimated from the file's size
/// @param workingSetBytes decoded blocks and patch together, at the origin
/// @param caches that `fits` compares with
public record PatchCost(
        long chunksTouched,
        long blocksTouched,
        double meanChunks,
        double meanBlocks,
        double amplificationAligned,
        double amplificationRandom,
        long patchBytes,
        long decodedBytes,
        long compressedBytes,
        boolean compressedExact,
        long workingSetBytes,
        CacheSizes caches) {

    /// The smallest cache that holds the working set: `L1`, `L2`, `L3` or `memory`.
    public String fits() {
        return workingSetBytes <= caches.l1()
                ? "L1"
                : workingSetBytes <= caches.l2() ? "L2" : workingSetBytes <= caches.l3() ? "L3" : "memory";
    }

    /// The same cost with what the touched blocks take in a file.
    public PatchCost compressed(long bytes, boolean exact) {
        return new PatchCost(
                chunksTouched,
                blocksTouched,
                meanChunks,
                meanBlocks,
                amplificationAligned,
                amplificationRandom,
                patchBytes,
                decodedBytes,
                bytes,
                exact,
                workingSetBytes,
                caches);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d chunks, %d blocks; %.3f bytes decoded per byte asked at the origin, %.3f on average;"
                        + " working set %,d bytes (%s)",
                chunksTouched,
                blocksTouched,
                amplificationAligned,
                amplificationRandom,
                workingSetBytes,
                fits());
    }
}
