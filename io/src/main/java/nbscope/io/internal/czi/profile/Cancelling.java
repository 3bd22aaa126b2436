package nbscope.io.internal.czi.profile;

import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/// Work that an interrupt ends with one kind of exception: Java closes files under a thread that is interrupted, which
/// would look like a broken file.
final class Cancelling {
    private Cancelling() {}

    static <T> T run(Supplier<T> work) {
        try {
            return work.get();
        } catch (UncheckedIOException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw e;
            }
            CancellationException cancelled = new CancellationException("the measurement was interrupted");
            cancelled.initCause(e);
            throw cancelled;
        }
    }
}
