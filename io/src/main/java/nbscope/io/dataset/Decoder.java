package nbscope.io.dataset;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.internal.dataset.PlainDecoder;

/// Turns the bytes of read ranges into pixels. Which function does it may depend on what the headers
/// say: a format returns another one for each mode of its detector. Immutable; it travels with its
/// partition.
public interface Decoder extends Serializable {
    /// Type of the pixels that [#decode] makes.
    DType nativeType();

    /// Whether the bytes in the file are the pixels already, little endian: then no copy is needed.
    default boolean isStraight() {
        return false;
    }

    /// Whether a tile is zeroed before its first range: needed where several ranges add to the same
    /// pixels.
    default boolean doClear() {
        return false;
    }

    /// The function for one run, called once per read range, from several threads at once.
    Decode decode();

    /// See [#decode].
    @FunctionalInterface
    interface Decode {
        /// Puts the pixels of one range into its tile.
        ///
        /// @param in     the bytes of the range, no more and no fewer
        /// @param out    the tile: frames one after another, pixels in C order, little endian
        /// @param ranges all ranges; the slice of the tile and the extra entries are in it
        /// @param tile   number of the tile in `ranges`
        /// @param range  number of the range in its tile; with one range per frame, the number of
        ///     the frame
        /// @throws nbscope.io.MalformedDataException when the bytes are none of the format's
        void decode(MemorySegment in, MemorySegment out, ReadRanges ranges, int tile, int range);
    }

    /// Pixels as they are, in either byte order.
    static Decoder plain(ElementType type) {
        return new PlainDecoder(type.dtype(), type.order() == java.nio.ByteOrder.LITTLE_ENDIAN);
    }
}
