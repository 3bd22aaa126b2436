package nbscope.io;

import java.nio.file.Path;
import nbscope.io.internal.blosc2.B2ndFormat;
import nbscope.io.internal.blosc2.Backend;

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

    /// Opens an array. The caller closes it.
    public static Blosc2Array open(Path file, Mmap mode) {
        if (mode != Mmap.READ) {
            throw new UnsupportedOperationException("arrays are only opened for reading as yet");
        }
        return B2ndFormat.open(file, Backend.warming());
    }
}
