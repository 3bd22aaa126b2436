package nbscope.io.internal.blosc2;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Takes chunks from several threads in any order and hands them on in theirs. A thread that is far ahead waits.
final class OrderedOutput {
    /// Called for one chunk after the other, by one thread at a time.
    interface Sink {
        void accept(int ordinal, byte[] bytes, int length);
    }

    private final Sink sink;
    private final int ahead;
    private final Map<Integer, byte[]> waiting = new HashMap<>();
    private int next;
    private boolean failed;

    /// @param ahead how many chunks may wait
    OrderedOutput(int ahead, Sink sink) {
        this.ahead = ahead;
        this.sink = sink;
    }

    /// @param bytes the first `length` are copied where they cannot go on at once
    synchronized void put(int ordinal, byte[] bytes, int length) {
        await(ordinal);
        if (failed) {
            return;
        }
        if (ordinal != next) {
            waiting.put(ordinal, Arrays.copyOf(bytes, length));
            return;
        }
        hand(bytes, length);
        for (byte @Nullable [] b = waiting.remove(next); b != null; b = waiting.remove(next)) {
            hand(b, b.length);
        }
        notifyAll();
    }

    private void hand(byte[] bytes, int length) {
        try {
            sink.accept(next, bytes, length);
            next++;
        } catch (RuntimeException | Error e) {
            fail();
            throw e;
        }
    }

    /// @throws CancellationException when not all of `count` chunks were handed on: a thread was interrupted
    synchronized void requireAll(int count) {
        if (next != count) {
            throw new CancellationException("a thread was interrupted");
        }
    }

    /// Lets everybody go: the rest will not come.
    synchronized void fail() {
        failed = true;
        waiting.clear();
        notifyAll();
    }

    private synchronized void await(int ordinal) {
        try {
            while (ordinal - next > ahead && !failed) {
                wait();
            }
        } catch (InterruptedException e) {
            fail();
            Thread.currentThread().interrupt();
        }
    }
}
