package nbscope.io.dataset;

import nbscope.io.dataset.ReadRanges.Block;
import org.jspecify.annotations.Nullable;

/// The frames that a call reads, and where they stand along the navigation axis.
///
/// @param files      where the frames lie
/// @param scheme     how they are cut
/// @param frames     numbers of the frames in the file set, ascending
/// @param firstIndex number of the first of them along the (ROI's) navigation axis
record ReadPlan(FileSet files, TilingScheme scheme, long[] frames, long firstIndex) {
    /// @param start      first frame of the file set; negative where a sync offset leaves positions
    ///     without data
    /// @param stop       one past the last frame
    /// @param syncOffset frames by which the data are ahead of the scan
    static ReadPlan of(FileSet files, TilingScheme scheme, long start, long stop, long syncOffset, @Nullable Roi roi) {
        long from = Math.max(0, start);
        if (roi == null) {
            long[] frames = new long[Math.toIntExact(Math.max(0, stop - from))];
            for (int i = 0; i < frames.length; i++) {
                frames[i] = from + i;
            }
            return new ReadPlan(files, scheme, frames, start < 0 ? Math.abs(syncOffset) : start - syncOffset);
        }
        int first = roi.below(from - syncOffset);
        int last = Math.max(first, roi.below(stop - syncOffset));
        long[] frames = new long[last - first];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = roi.position(first + i) + syncOffset;
        }
        return new ReadPlan(files, scheme, frames, roi.below(start < 0 ? Math.abs(syncOffset) : start - syncOffset));
    }

    ReadRanges ranges(ReadRanges.TileBlock tileBlock) {
        RangeSink sink = new RangeSink(1 + scheme.sig().length);
        for (int at = 0; at < frames.length; at += scheme.depth()) {
            int end = (int) Math.min(frames.length, (long) at + scheme.depth());
            long[] block = java.util.Arrays.copyOfRange(frames, at, end);
            tileBlock.ranges(new Block(files, scheme, block, firstIndex + at), sink);
        }
        return sink.finish();
    }
}
