package nbscope.io.internal.czi.codec;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/// Decodes the payload of one sub-block. One instance serves one thread at a time and keeps its scratch memory between
/// calls.
///
/// Pixels that a sound payload does not reach are set to zero, and what it holds too much is left out (ZEISS's
/// resolution protocol).
public interface PayloadDecoder {
    /// @param payload as stored, in the heap, mapped or native
    /// @param shape   of the tile; its bytes are not more than `out` has
    /// @param out     the pixels of the tile; the caller owns it
    /// @throws DamagedPayloadException when the payload breaks the rules of its codec
    /// @throws nbscope.io.internal.codec.MissingLibraryException when a library that it needs is not there
    void decode(MemorySegment payload, TileShape shape, MemorySegment out);

    /// As [#decode], for a caller that copies parts of the tile: a decoder with a last step that only moves bytes
    /// leaves that to the copying.
    ///
    /// @param room native memory for the pixels, which is asked for where they do not lie somewhere else
    default TilePixels pixels(MemorySegment payload, TileShape shape, Supplier<MemorySegment> room) {
        MemorySegment out = room.get();
        decode(payload, shape, out);
        return TilePixels.of(out);
    }

    /// How long the last call took after its codec was done, to put bytes in their order: HiLo packing, blue before
    /// red.
    /// Nanoseconds; 0 where nothing had to be done.
    default long unpackNanos() {
        return 0;
    }
}
