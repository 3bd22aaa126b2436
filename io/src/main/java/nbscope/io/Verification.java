package nbscope.io;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import nbscope.io.internal.check.ChunkCheck;
import nbscope.io.internal.check.ValueHash;
import org.jspecify.annotations.Nullable;

/// What a full read of an array, or of a region of it, found.
///
/// @param region that was read
/// @param bytes  of its values
/// @param sha256 of the values in C order, in the byte order of the element type, as lower-case hexadecimal digits:
/// of a whole array what `hashlib.sha256(array.tobytes())` gives in NumPy. Null when something was broken, or when
/// the file holds metadata only
/// @param broken every piece that cannot be decoded; empty when all is well
public record Verification(
        Region region, long bytes, @Nullable String sha256, List<Broken> broken) {
    public Verification {
        broken = List.copyOf(broken);
    }

    /// A piece that cannot be decoded.
    ///
    /// @param chunk   number of the chunk in C order, or -1 where the array has none
    /// @param offset  of the trouble in the file, or -1
    /// @param message a sentence with file, place, what was found and what was expected
    public record Broken(long chunk, long offset, String message) {
        /// @param failure of reading the chunk
        public static Broken of(long chunk, RuntimeException failure) {
            long offset = failure instanceof MalformedDataException damaged ? damaged.offset() : -1;
            return new Broken(chunk, offset, String.valueOf(failure.getMessage()));
        }
    }

    /// Reads a region in pieces, on all processors, with a few hundred megabytes of memory whatever its size. When a
    /// piece fails, every chunk that the region touches is tried.
    ///
    /// @param progress gets the bytes read so far, from one thread at a time
    /// @throws IndexOutOfBoundsException when the region leaves the array
    /// @throws java.util.concurrent.CancellationException when the thread is interrupted
    public static Verification of(NdArray array, Region region, LongConsumer progress) {
        region.checkInside(array.shape());
        long bytes = Math.multiplyExact(region.elements(), array.elementType().bytes());
        if (metadataOnly(array)) {
            return new Verification(region, bytes, null, List.of());
        }
        try {
            return new Verification(region, bytes, ValueHash.of(array, region, progress), List.of());
        } catch (MalformedDataException | UnsupportedDataException first) {
            List<Broken> broken = ChunkCheck.of(array, region);
            if (broken.isEmpty()) {
                broken = List.of(Broken.of(-1, first));
            }
            return new Verification(region, bytes, null, broken);
        }
    }

    private static boolean metadataOnly(NdArray array) {
        if (!Arrays.equals(array.shape(), new long[] {0}) || !(array instanceof Blosc2Array stored)) {
            return false;
        }
        MlaMetadata metadata = MlaMetadata.of(stored);
        return metadata != null && !metadata.hasArray();
    }
}
