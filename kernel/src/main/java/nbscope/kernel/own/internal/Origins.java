package nbscope.kernel.own.internal;

import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/// Which message the current thread works for.
///
/// Threads inherit it from the thread that started them, so a background thread writes below the cell that started it.
/// Workers of fork-join pools outlive the cell that happened to create them: like unknown threads they count as
/// working for the last cell.
final class Origins {
    @SuppressWarnings("ThreadLocalUsage") // one per kernel: a jar may be loaded twice
    private final InheritableThreadLocal<@Nullable Origin> handled = new InheritableThreadLocal<>();

    private volatile Origin lastCell = Origin.NONE;

    void enter(Origin origin) {
        handled.set(origin);
    }

    void enterCell(Origin origin) {
        lastCell = origin;
        handled.set(origin);
    }

    void leave() {
        handled.remove();
    }

    /// The last cell that was started, whoever asks.
    Origin lastCell() {
        return lastCell;
    }

    Origin current() {
        Origin own = Thread.currentThread() instanceof ForkJoinWorkerThread ? null : handled.get();
        return own == null ? lastCell : own;
    }
}
