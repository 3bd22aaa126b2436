package nbscope.kernel.own.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Where each snippet stands: cell number and first line, so that errors can name lines of cells.
final class Places {
    private final Map<String, Place> byFile = new ConcurrentHashMap<>();

    /// @param line 1-based line of the cell where the snippet starts
    record Place(int cell, int line) {}

    void put(String snippetId, Place place) {
        byFile.put("#" + snippetId, place);
    }

    /// One line of a trace for a frame in a cell's code; null for all other frames.
    @Nullable
    String describe(StackTraceElement frame, int currentCell) {
        String file = frame.getFileName();
        Place place = file == null ? null : byFile.get(file);
        if (place == null) {
            return null;
        }
        int line = place.line() + Math.max(0, frame.getLineNumber() - 1);
        String where =
                place.cell() == currentCell ? "line " + line : "line " + line + " of cell [" + place.cell() + "]";
        String method = frame.getMethodName();
        if (method.isEmpty() || method.startsWith("lambda$")) {
            return "    at " + where;
        }
        return "    at " + where + ", in " + method;
    }
}
