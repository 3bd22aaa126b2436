package nbscope.kernel.internal.display;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import nbscope.compute.Image;
import nbscope.compute.MemoryReport;
import nbscope.compute.RadialProfile;
import nbscope.compute.TimeTrace;
import nbscope.compute.VectorField;
import nbscope.compute.udf.NavValues;
import nbscope.io.PatchCost;
import nbscope.kernel.tables.MimeBundle;
import nbscope.kernel.tables.Tables;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/// The MIME bundles of values that have more to show than a text.
public final class Rendered {
    private static final String TABLESAW = "tech.tablesaw.";
    private static final String COMPUTE = "nbscope.compute.";

    private Rendered() {}

    /// The types that [#of] knows, for kernels that ask by type.
    public static List<Class<?>> types() {
        return List.of(
                MimeBundle.class,
                Table.class,
                PatchCost.class,
                Image.class,
                VectorField.class,
                TimeTrace.class,
                RadialProfile.class,
                NavValues.class,
                MemoryReport.class);
    }

    /// Empty for a value that is shown as text.
    public static Optional<Map<String, String>> of(@Nullable Object value) {
        if (value instanceof MimeBundle bundle) {
            return Optional.of(bundle.mimeBundle());
        }
        if (value instanceof PatchCost cost) {
            return Optional.of(Map.of(
                    "text/html", TableHtml.of(Tables.costs(Map.of("this", cost)).removeColumns(0)),
                    "text/plain", cost.toString()));
        }
        if (value != null && value.getClass().getName().startsWith(COMPUTE)) {
            return ComputeDisplay.of(value);
        }
        // Asked by name first, so that Tablesaw is not loaded for each text that a cell gives.
        if (value != null && isTablesaw(value.getClass()) && value instanceof Table table) {
            return Optional.of(Map.of("text/html", TableHtml.of(table), "text/plain", table.print(TableHtml.MAX_ROWS)));
        }
        return Optional.empty();
    }

    private static boolean isTablesaw(@Nullable Class<?> type) {
        return type != null && (type.getName().startsWith(TABLESAW) || isTablesaw(type.getSuperclass()));
    }
}
