package nbscope.io;

/// How a Blosc2 file is opened.
public enum Mmap {
    /// The array is read; writing is refused.
    READ,
    /// Assignments change the file, each one whole or not at all.
    READ_WRITE,
    /// Assignments stay in memory until the array is closed; the file is never touched.
    COPY_ON_WRITE
}
