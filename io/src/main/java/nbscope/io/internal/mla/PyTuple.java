package nbscope.io.internal.mla;

import java.util.AbstractList;
import java.util.Collection;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// A Python tuple: a list that never changes, and that is written as a tuple again. Python takes `(1, 2)` and `[1, 2]`
/// for different values.
public final class PyTuple extends AbstractList<@Nullable Object> implements RandomAccess {
    private final @Nullable Object[] values;

    public PyTuple(Collection<? extends @Nullable Object> values) {
        this.values = values.toArray();
    }

    @Override
    public @Nullable Object get(int index) {
        return values[index];
    }

    @Override
    public int size() {
        return values.length;
    }
}
