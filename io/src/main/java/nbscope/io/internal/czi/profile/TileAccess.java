package nbscope.io.internal.czi.profile;

/// The way to the pixels, as far as the measuring code sees it. Tests put one in between that is slow for a
/// known reason.
interface TileAccess {
    /// Does a piece of work on the calling thread.
    void read(Piece piece);

    /// What the calling thread has spent so far.
    Spent spent();

    /// What the calling thread has computed so far.
    default long cpuNanos() {
        return ThreadClock.cpuNanos();
    }

    /// How long the calling thread has been ready and had no processor.
    default long runDelayNanos() {
        return ThreadClock.runDelayNanos();
    }
}
