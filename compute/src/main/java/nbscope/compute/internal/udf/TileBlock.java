package nbscope.compute.internal.udf;

import java.io.Serializable;
import java.util.function.Predicate;
import nbscope.io.dataset.DataTile;
import nbscope.io.dataset.TileRequest;

/// A stretch of computed positions and where their tiles come from. Safe from many threads.
public interface TileBlock extends Serializable {
    /// First computed position.
    int from();

    /// One past the last computed position.
    int to();

    /// The smallest part of a frame that tiles may cover.
    int[] baseShape(boolean roi);

    /// The source's veto on the shape of tiles.
    default int[] adjustTileShape(int[] tileShape, boolean roi) {
        return tileShape;
    }

    /// Whether tiles are copies: of a decoder, a device, a buffer.
    boolean copies();

    /// Hands over the tiles of some of its computed positions, whose memory is certain to stay during each call.
    ///
    /// @param scratch where copies may go ([Scratch.Use#COPY])
    /// @param taker   gets them one after another; false ends it
    /// @throws nbscope.compute.FreedStackException when the memory is gone
    void tiles(TileRequest request, Scratch scratch, Predicate<DataTile> taker);

    /// Lets open files go, where it opened them itself.
    default void close() {}
}
