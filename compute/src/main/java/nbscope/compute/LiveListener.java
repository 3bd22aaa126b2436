package nbscope.compute;

import java.nio.file.Path;

/// Hears what a [LiveSeries] finds. Called on its thread, one call at a time; an exception thrown here
/// is logged and ends nothing.
public interface LiveListener {
    /// Hears nothing.
    LiveListener SILENT = new LiveListener() {};

    /// An acquisition is complete and loaded.
    ///
    /// @param index of the frame, counted from 0
    /// @param stack of it, which the series owns
    default void frame(int index, DeviceStack stack) {}

    /// An acquisition is not there as a whole; called when the reason changes.
    ///
    /// @param why what is missing, a sentence
    default void waiting(Path master, String why) {}

    /// An acquisition has not changed for so long that somebody should look at it. The series goes on,
    /// and takes it when it is whole after all.
    default void problem(Path master, String why) {}
}
