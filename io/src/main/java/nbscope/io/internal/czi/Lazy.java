package nbscope.io.internal.czi;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that is made when it is asked for the first time, and then kept. A failure is not kept.
final class Lazy<T> {
    private final Supplier<T> maker;
    private volatile @Nullable T value;

    Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    T get() {
        T now = value;
        if (now != null) {
            return now;
        }
        synchronized (this) {
            T made = value;
            if (made == null) {
                made = maker.get();
                value = made;
            }
            return made;
        }
    }
}
