package nbscope.io.internal.hdf5;

import nbscope.io.ElementType;
import org.jspecify.annotations.Nullable;

/// A data set of a file, as a list of them shows it.
///
/// @param path    in the file: `/entry/data/data`
/// @param shape   lengths of the axes, slowest first; empty for a single number
/// @param type    null where the elements are no numbers that nbscope reads
/// @param storage in words: element type where it is not read, layout, chunks, filters
public record Hdf5Entry(String path, long[] shape, @Nullable ElementType type, String storage) {
    /// Bytes of all elements, 0 where they are not read.
    public long bytes() {
        long bytes = type == null ? 0 : type.bytes();
        for (long length : shape) {
            bytes *= length;
        }
        return bytes;
    }
}
