package nbscope.spark.internal;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the tasks of a job share, once per worker process and job. It is made at the first task and kept for the next
/// ones; that of older jobs is let go.
final class SharedValue {
    /// Jobs at a time of which a worker keeps the values while no task of theirs runs.
    private static final int KEPT = 4;

    // Guarded by itself; least recently used first.
    private static final Map<Key, SharedValue> VALUES = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String scattered, String bundle) {}

    private final ClassLoader loader;
    private @Nullable Object value;
    private boolean made;
    private int users;

    private SharedValue(ClassLoader loader) {
        this.loader = loader;
    }

    /// The value for one task, which calls [#release] afterwards.
    ///
    /// @param scattered differs for each scattered value
    /// @param bytes     the serialised value
    static SharedValue acquire(String scattered, ClassBundle bundle, Supplier<byte[]> bytes) {
        SharedValue shared;
        synchronized (VALUES) {
            shared = VALUES.computeIfAbsent(
                    new Key(scattered, bundle.id()),
                    key -> new SharedValue(
                            BundleLoader.of(bundle, Thread.currentThread().getContextClassLoader())));
            shared.users++;
            dropOld();
        }
        try {
            shared.make(bytes);
            return shared;
        } catch (RuntimeException | Error e) {
            shared.release();
            throw e;
        }
    }

    private static void dropOld() {
        int idle = 0;
        for (SharedValue value : VALUES.values()) {
            idle += value.users == 0 ? 1 : 0;
        }
        Iterator<SharedValue> oldest = VALUES.values().iterator();
        while (idle > KEPT) {
            SharedValue value = oldest.next();
            if (value.users == 0) {
                oldest.remove();
                value.close();
                idle--;
            }
        }
    }

    private synchronized void make(Supplier<byte[]> bytes) {
        if (!made) {
            value = Unpacker.read(bytes.get(), loader);
            made = true;
        }
    }

    private void close() {
        if (value instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    ClassLoader loader() {
        return loader;
    }

    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    <P> P value() {
        return (P) value;
    }

    void release() {
        synchronized (VALUES) {
            users--;
        }
    }
}
