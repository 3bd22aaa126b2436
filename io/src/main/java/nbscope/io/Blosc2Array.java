package nbscope.io;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Blosc2 array in a file (.b2nd, .mla): chunks and blocks, compression, metadata, and writing where it was opened
/// for it.
///
/// Any number of threads read while one writes: a read sees the array as of the last finished assignment when it
/// began. Assignments wait for each other.
public interface Blosc2Array extends NdArray {
    /// Lengths of a chunk, in elements.
    int[] chunks();

    /// Lengths of a block within a chunk, in elements.
    int[] blocks();

    /// How the file says that chunks are compressed.
    Compression compression();

    /// Bytes of the chunks in the file, with the room of replaced ones that is not yet given back.
    long compressedBytes();

    /// What the user added to the file (variable-length metalayers), decoded from MessagePack, in the file's order.
    ///
    /// @throws MalformedDataException when the file does not hold what it promises
    Map<String, @Nullable Object> userMetadata();

    @Override
    default Map<?, ?> header() {
        return userMetadata();
    }

    /// Adds or replaces a value: Map, List, String, whole numbers, Float, Double, Boolean, `byte[]` or null.
    ///
    /// @param key 1 to 31 bytes of UTF-8
    /// @throws IllegalArgumentException when the key or the value cannot be stored
    /// @throws IllegalStateException when the array was opened for reading, or is closed
    void putUserMetadata(String key, @Nullable Object value);

    /// Removes a value; nothing happens where there is none.
    ///
    /// @throws IllegalStateException when the array was opened for reading, or is closed
    void removeUserMetadata(String key);

    /// The fixed metalayers (`b2nd` and others) as they lie in the file.
    Map<String, byte[]> metalayers();

    /// Assigns a region: elements in C order, little endian, or as stored for an element type without a byte order.
    /// When the method returns the assignment is in the file; when it fails the array is as before.
    ///
    /// @param source exactly as long as the region; the caller owns it and leaves it alone meanwhile
    /// @throws IndexOutOfBoundsException when the region leaves the array
    /// @throws IllegalArgumentException when the source has another length
    /// @throws IllegalStateException when the array was opened for reading, or is closed
    /// @throws java.io.UncheckedIOException when the disk is full or fails
    void write(Region region, MemorySegment source);
}
