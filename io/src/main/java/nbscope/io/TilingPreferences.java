package nbscope.io;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;

/// How a calculation likes its data cut: by what, how deep, how large, and in which pixel types. Whoever
/// delivers tiles reads it; it is a wish, and a tile at a border may be smaller.
///
/// @param method  what one tile covers
/// @param depth   frames per tile that are worth it, at least
/// @param bytes   largest tile; [#ANY_SIZE] leaves it to the machine's caches
/// @param accepts pixel types that are taken as they are; others are converted to float first
public record TilingPreferences(Method method, int depth, long bytes, Set<DType> accepts) implements Serializable {
    private static final long serialVersionUID = 1L;

    /// No wish about the size.
    public static final long ANY_SIZE = Long.MAX_VALUE;

    /// Frames per tile where nothing else is said, as in LiberTEM.
    public static final int USUAL_DEPTH = 32;

    /// Integers of 8 to 32 bits and floats: all that has exact sums in 64 bits.
    public static final Set<DType> NATIVE =
            Set.of(DType.U8, DType.I8, DType.U16, DType.I16, DType.U32, DType.I32, DType.F32, DType.F64);

    /// What one tile covers.
    public enum Method {
        /// Some frames, each whole or a range of its pixels.
        TILE,
        /// Some whole frames.
        FRAME,
        /// All frames of a partition, whole.
        PARTITION
    }

    public TilingPreferences {
        accepts = Set.copyOf(accepts);
        if (depth < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "a tile has at least one frame and one byte, found depth " + depth + ", bytes " + bytes);
        }
        if (!accepts.contains(DType.F32) && !accepts.contains(DType.F64)) {
            throw new IllegalArgumentException(
                    "corrected and converted pixels are floats, so F32 or F64 must be accepted; found " + accepts);
        }
    }

    /// Tiles of any size in all native types.
    public static TilingPreferences tiles() {
        return new TilingPreferences(Method.TILE, USUAL_DEPTH, ANY_SIZE, NATIVE);
    }

    /// Whole frames in all native types.
    public static TilingPreferences frames() {
        return new TilingPreferences(Method.FRAME, 1, ANY_SIZE, NATIVE);
    }

    /// What serves both in one pass over the data: the wider method, the larger depth, the smaller size,
    /// the pixel types that both take. Floats are always among them in one size or the other; where the two
    /// sets share none, each side converts for itself.
    public TilingPreferences with(TilingPreferences other) {
        var both = EnumSet.copyOf(accepts);
        both.retainAll(other.accepts);
        if (!both.contains(DType.F32) && !both.contains(DType.F64)) {
            both.add(DType.F64);
        }
        return new TilingPreferences(
                method.compareTo(other.method) >= 0 ? method : other.method,
                Math.max(depth, other.depth),
                Math.min(bytes, other.bytes),
                both);
    }
}
