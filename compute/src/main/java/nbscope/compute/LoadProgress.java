package nbscope.compute;

/// Hears how far a load is. Called on the loading thread, after each region; an exception thrown here ends the load
/// and frees what it took.
@FunctionalInterface
public interface LoadProgress {
    LoadProgress SILENT = (done, total) -> {};

    /// @param doneBytes  bytes loaded so far
    /// @param totalBytes bytes of the whole stack
    void loaded(long doneBytes, long totalBytes);
}
