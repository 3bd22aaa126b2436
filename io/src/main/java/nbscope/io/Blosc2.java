package nbscope.io;

import java.nio.file.Path;
import nbscope.io.internal.blosc2.ArraySave;
import nbscope.io.internal.blosc2.B2ndFormat;
import nbscope.io.internal.blosc2.Backend;
import nbscope.io.internal.bytes.Disk;

/// Blosc2 arrays in files: opens, creates and saves .b2nd.
public final class Blosc2 {
    private Blosc2() {}

    /// Opens an array for reading. The caller closes it.
    ///
    /// @throws java.io.UncheckedIOException when the file is missing or cannot be read
    /// @throws MalformedDataException when the file is damaged
    /// @throws UnsupportedDataException when the file is no Blosc2 array, or its elements are not read
    public static Blosc2Array open(Path file) {
        return open(file, Mmap.READ);
    }

    /// Opens an array whose frame begins at a byte of a larger file, for reading. The caller closes it.
    public static Blosc2Array open(Path file, long offset) {
        return B2ndFormat.open(file, offset, Backend.warming());
    }

    /// Opens an array. The caller closes it.
    ///
    /// With [Mmap#READ_WRITE] the file `NAME.lock` stands beside it until it is closed.
    ///
    /// @throws IllegalStateException when another array or process is changing the file
    public static Blosc2Array open(Path file, Mmap mode) {
        return B2ndFormat.open(file, mode, Backend.warming(), Disk.real());
    }

    /// Takes a whole file into memory, compressed as it is; what happens to the file later does not matter. What is
    /// written to the array stays in memory. The caller closes it, which frees the memory.
    public static Blosc2Array load(Path file) {
        return B2ndFormat.load(file, Backend.warming());
    }

    /// Makes a file of zeros, which is filled by [Blosc2Array#write] and can be read at any time. A file of that
    /// name is replaced. What is written reaches the file in steps of some megabytes, the rest when the array is
    /// closed; after a crash the file holds what it held at the last step.
    ///
    /// @throws IllegalArgumentException when the spec is not possible
    /// @throws java.io.UncheckedIOException when the folder is missing or cannot be written
    public static Blosc2Array create(Path file, Blosc2Spec spec) {
        return B2ndFormat.create(file, spec, Backend.warming(), Disk.real());
    }

    /// Writes an array to a file, chunk by chunk on all cores. A file of that name is replaced when all is written:
    /// after a failure or an interrupt (CancellationException) it is as before, and nothing else is left behind.
    ///
    /// @throws IllegalArgumentException when the spec is not possible or is of another shape or element
    ///     type
    /// @throws java.io.UncheckedIOException when the disk is full, or the folder missing or cannot be
    ///     written
    public static Written save(Path file, NdArray array, Blosc2Spec spec) {
        return ArraySave.save(file, array, spec, Backend.warming(), Disk.real());
    }

    /// As [#save(Path, NdArray, Blosc2Spec)], with the element type of the array and no metadata.
    public static Written save(Path file, NdArray array, int[] chunks, int[] blocks, Compression compression) {
        Blosc2Spec spec = Blosc2Spec.of(array.elementType(), array.shape(), chunks, blocks);
        return save(file, array, spec.withCompression(compression));
    }

    /// What [#save] has written. Without the native libraries LZ4 stands in for LZ4HC, zstd has level 2 only, and
    /// there are no dictionaries.
    ///
    /// @param bytes       of the file
    /// @param compression the one really used
    public record Written(long bytes, Compression compression) {}
}
