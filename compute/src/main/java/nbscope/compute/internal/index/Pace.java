package nbscope.compute.internal.index;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// How fast a build may go. Safe from any thread.
///
/// @param threads how many may work on it
/// @param goOn    one for each thread, to be asked about every 20 microseconds of work; may wait, to let
///                others go first; false ends the build
record Pace(int threads, Supplier<BooleanSupplier> goOn) {
    /// One thread, as fast as it can, to the end.
    static final Pace ALONE = new Pace(1, () -> () -> true);
}
