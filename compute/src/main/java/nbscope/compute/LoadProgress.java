package nbscope.compute;

import nbscope.compute.internal.ProgressBar;

/// Hears how far a load is. Called on the loading thread, after each region; an exception thrown here ends the load
/// and frees what it took.
@FunctionalInterface
public interface LoadProgress {
    LoadProgress SILENT = (done, total) -> {};

    /// A line on System.out, redrawn in place, once the load takes longer than half a second. Not for two loads at
    /// once.
    static LoadProgress bar() {
        return new ProgressBar(System.out, System::nanoTime);
    }

    /// @param doneBytes  bytes of the data set read so far
    /// @param totalBytes bytes of the data set to be read; twice its size where it is read twice
    void loaded(long doneBytes, long totalBytes);

    /// Called once before the first byte is read.
    default void started() {}

    /// Called once at the end, however the load ended.
    default void ended() {}
}
