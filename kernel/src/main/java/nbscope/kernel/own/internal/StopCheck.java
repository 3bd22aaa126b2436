package nbscope.kernel.own.internal;

import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/// Called by the code of every cell at each method start and before each backward jump, so that an interrupt can end a
/// loop that never waits.
///
/// Static because the compiled cell must find it by name; threads belong to the process anyhow. While no interrupt is
/// under way the check is one volatile read.
public final class StopCheck {
    private static volatile boolean armed;
    private static volatile @Nullable Thread target;

    private StopCheck() {}

    /// Thrown inside the cell's code when the user interrupts it.
    public static final class CellStopped extends Error {
        private static final long serialVersionUID = 1L;

        CellStopped() {
            super("the cell was interrupted", null, false, false);
        }
    }

    /// The check itself; its name and form are known to [CellWeaver].
    public static void poll() {
        if (armed) {
            Thread current = Thread.currentThread();
            // workers of fork-join pools run pieces of the cell's parallel streams
            if (current.equals(target) || current instanceof ForkJoinWorkerThread) {
                throw new CellStopped();
            }
        }
    }

    static void arm(Thread cell) {
        target = cell;
        armed = true;
    }

    /// From now on nothing is stopped; called before the next code runs, so that stragglers have had their time.
    static void disarm() {
        armed = false;
        target = null;
    }
}
