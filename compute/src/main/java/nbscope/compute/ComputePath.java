package nbscope.compute;

/// The way in which a result was computed. All ways give the same sums.
public enum ComputePath {
    /// Every byte of the frame was read in one stream.
    DENSE,
    /// The 64-byte blocks that hold selected pixels were read.
    BLOCK_SPARSE,
    /// Differences of planes of the row-prefix index.
    ROW_PREFIX,
    /// Differences of planes of the radial prefix cube, and the few pixels between two of its steps.
    RADIAL_PREFIX,
    /// What the last image of this frame lacks or has too much was read from planes, one per detector
    /// pixel.
    PLANES,
    /// Copied from what is kept; nothing was computed.
    KEPT
}
