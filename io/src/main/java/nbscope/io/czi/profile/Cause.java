package nbscope.io.czi.profile;

/// What holds the reading of a file back.
public enum Cause {
    /// Nothing that can be mended: reads are fast, threads do not hinder each other.
    NONE,
    /// Threads wait for each other: something lets only one of them read at a time.
    LOCK,
    /// More is read or decoded than was asked for.
    READ_AMPLIFICATION,
    /// Undoing the compression.
    DECODING,
    /// The way from the storage to memory.
    DISK,
    /// Copying pixels into the mosaic.
    MEMORY
}
