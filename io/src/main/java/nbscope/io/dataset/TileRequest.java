package nbscope.io.dataset;

import org.jspecify.annotations.Nullable;

/// Which tiles a reader wants.
///
/// @param scheme how frames are cut
/// @param roi    scan positions that count, null for all
/// @param from   first computed position: along the flat navigation axis, with a ROI counted among
///     its positions
/// @param to     one past the last
public record TileRequest(TilingScheme scheme, @Nullable Roi roi, int from, int to) {
    /// Computed positions.
    public int count() {
        return to - from;
    }

    /// The flat scan position of a computed one.
    public int position(int index) {
        return roi == null ? index : roi.position(index);
    }
}
