package nbscope.io.dataset;

import org.jspecify.annotations.Nullable;

/// Tiles one after another: blocks of frames outside, parts of the frame inside. Belongs to one thread.
public interface TileCursor extends AutoCloseable {
    /// The next tile, null after the last. It is valid until the next call.
    ///
    /// @throws nbscope.io.MalformedDataException when a file does not hold what its header promised, or
    ///     changed while it was read
    @Nullable
    DataTile next();

    /// Lets the files go that are kept open for this cursor.
    @Override
    default void close() {}
}
