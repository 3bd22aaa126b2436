package nbscope.compute;

import java.io.PrintStream;
import nbscope.compute.internal.ProgressBar;

/// Hears how far a load is. Called on the loading thread, after each region; an exception thrown here ends the load
/// and frees what it took.
@FunctionalInterface
public interface LoadProgress {
    LoadProgress SILENT = (done, total) -> {};

    /// A line on System.out, redrawn in place, once the load takes longer than half a second. Not for two loads at
    /// once.
    static LoadProgress bar() {
        return bar("loading", System.out);
    }

    /// The same line for other work that goes over data, such as a run of UDFs.
    ///
    /// @param doing what stands before the bar
    static LoadProgress bar(String doing, PrintStream out) {
        return new ProgressBar(doing, out, System::nanoTime);
    }

    /// @param doneBytes  bytes of the data set read so far
    /// @param totalBytes bytes of the data set to be read; twice its size where it is read twice
    void loaded(long doneBytes, long totalBytes);

    /// Called once before the first byte is read.
    default void started() {}

    /// Called once at the end, however the load ended.
    default void ended() {}
}
