package nbscope.io.dataset;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stretch of frames that is read on its own: what a task, or another machine, works on. A
/// description; it may travel, the data do not.
public interface Partition extends Serializable {
    /// What errors call the data.
    String name();

    /// Its positions along the flat navigation axis; frames are whole.
    Slice slice();

    /// The smallest parts of a frame that tiles of this format may cover.
    int[] baseShape(boolean roi);

    /// The veto: another shape for tiles, or the one that was asked for.
    ///
    /// @param tileShape frames, then pixels along each signal axis
    default int[] adjustTileShape(int[] tileShape, boolean roi) {
        return tileShape;
    }

    /// Whether tiles are copies: decoded, or read into a buffer. Else they are views of a mapped file.
    default boolean copies() {
        return true;
    }

    /// The tiles of some of its computed positions, in the type of [DataSet#dtype].
    TileCursor tiles(TileRequest request, TileMemory memory);

    /// Computed positions of this partition: all of it, or those of the ROI in it.
    default int computed(@Nullable Roi roi) {
        return toIndex(roi) - fromIndex(roi);
    }

    /// The first computed position that is its own.
    default int fromIndex(@Nullable Roi roi) {
        long first = slice().firstFrame();
        return roi == null ? Math.toIntExact(first) : roi.below(first);
    }

    /// One past its last computed position.
    default int toIndex(@Nullable Roi roi) {
        long end = slice().firstFrame() + slice().frameCount();
        return roi == null ? Math.toIntExact(end) : roi.below(end);
    }

    /// Machines that are near the data, if known.
    default List<String> locations() {
        return List.of();
    }

    /// Lets open files go; they are opened again when needed.
    default void close() {}
}
