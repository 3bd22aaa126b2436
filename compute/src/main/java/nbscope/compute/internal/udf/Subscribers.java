package nbscope.compute.internal.udf;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Hands items to subscribers without ever waiting for one: each has a short queue of its own, from which
/// the oldest item is dropped when it is full, and a virtual thread that calls it. Safe from any thread.
public final class Subscribers<T> implements Flow.Publisher<T> {
    /// Enough for all partial results of a run that takes milliseconds.
    private static final int QUEUE = 32;

    private final List<Line> lines = new CopyOnWriteArrayList<>();

    // Guarded by this.
    private @Nullable T last;
    private @Nullable Throwable failure;
    private boolean over;

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        var line = new Line(subscriber);
        synchronized (this) {
            if (over) {
                line.end(last, failure);
            } else {
                lines.add(line);
            }
        }
        Thread.ofVirtual().name("nbscope-udf-partial").start(line::serve);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    public void publish(T item) {
        lines.forEach(line -> line.put(item));
    }

    public void complete(T item) {
        end(item, null);
    }

    public void fail(Throwable e) {
        end(null, e);
    }

    private void end(@Nullable T item, @Nullable Throwable e) {
        synchronized (this) {
            over = true;
            last = item;
            failure = e;
        }
        lines.forEach(line -> line.end(item, e));
    }

    private final class Line implements Flow.Subscription {
        private final Flow.Subscriber<? super T> subscriber;
        private final ArrayDeque<T> queue = new ArrayDeque<>();
        private long demand;
        private boolean over;
        private boolean cancelled;
        private @Nullable Throwable failure;

        Line(Flow.Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        synchronized void put(T item) {
            if (queue.size() == QUEUE) {
                queue.removeFirst();
            }
            queue.add(item);
            notifyAll();
        }

        synchronized void end(@Nullable T item, @Nullable Throwable e) {
            if (item != null) {
                put(item);
            }
            over = true;
            failure = e;
            notifyAll();
        }

        @Override
        public synchronized void request(long n) {
            if (n <= 0) {
                over = true;
                queue.clear();
                failure = new IllegalArgumentException("a subscriber asks for at least one item, found " + n);
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
            notifyAll();
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            notifyAll();
        }

        void serve() {
            try {
                subscriber.onSubscribe(this);
                for (T item; (item = next()) != null; ) {
                    subscriber.onNext(item);
                }
                finish();
            } catch (Throwable e) {
                cancel();
                System.getLogger(Subscribers.class.getName())
                        .log(System.Logger.Level.WARNING, "a subscriber to the partial results of a run failed", e);
            } finally {
                lines.remove(this);
            }
        }

        /// Null at the end.
        private synchronized @Nullable T next() throws InterruptedException {
            while (!cancelled && (queue.isEmpty() ? !over : demand == 0)) {
                wait();
            }
            if (cancelled || queue.isEmpty()) {
                return null;
            }
            demand--;
            return queue.removeFirst();
        }

        private void finish() {
            Throwable e;
            synchronized (this) {
                if (cancelled) {
                    return;
                }
                e = failure;
            }
            if (e == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(e);
            }
        }
    }
}
