package nbscope.io.czi;

/// How the bytes of a file are reached.
public enum CziAccess {
    /// [#POSITIONAL] on network file systems, else [#MAPPED].
    AUTOMATIC,
    /// The file is mapped into memory: no system call per tile.
    MAPPED,
    /// Each tile is one large read: a network file system sees what is wanted, and a file that shrinks
    /// gives a short read.
    POSITIONAL
}
