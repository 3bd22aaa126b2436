package nbscope.spark;

import nbscope.io.DataSet;
import org.jspecify.annotations.Nullable;

/// What the cells of a test see of it.
public final class CellWorld {
    public static @Nullable SparkExecutor spark;
    public static @Nullable DataSet data;
    public static @Nullable Object result;

    private CellWorld() {}
}
