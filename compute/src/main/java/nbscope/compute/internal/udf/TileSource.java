package nbscope.compute.internal.udf;

import java.util.List;
import nbscope.compute.internal.store.Geometry;
import nbscope.io.dataset.Roi;
import org.jspecify.annotations.Nullable;

/// Frames as UDFs read them. Safe from many threads.
public interface TileSource {
    /// Sizes; of more than two navigation axes all but the last are rows.
    Geometry geometry();

    /// Stretches of computed positions, in order and without gaps: what a task never reaches across.
    ///
    /// @param roi computed positions, null for all
    /// @param count stretches that are wished for
    List<? extends TileBlock> blocks(@Nullable Roi roi, int count);
}
