package nbscope.kernel.internal.display;

import java.util.Locale;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// A table as HTML that JupyterLab styles: names above, numbers to the right, at most [#MAX_ROWS] rows.
final class TableHtml {
    static final int MAX_ROWS = 50;

    private TableHtml() {}

    static String of(Table table) {
        StringBuilder out = new StringBuilder("<table>\n");
        int shown = Math.min(table.rowCount(), MAX_ROWS);
        if (table.name() != null && !table.name().isBlank()) {
            out.append("<caption>").append(escaped(table.name())).append("</caption>\n");
        }
        out.append("<thead><tr>");
        for (Column<?> column : table.columns()) {
            out.append("<th scope=\"col\"").append(right(column)).append('>');
            out.append(escaped(column.name())).append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < shown; row++) {
            out.append("<tr>");
            for (Column<?> column : table.columns()) {
                out.append("<td")
                        .append(right(column))
                        .append('>')
                        .append(escaped(cell(column, row)))
                        .append("</td>");
            }
            out.append("</tr>\n");
        }
        out.append("</tbody>\n</table>");
        if (shown < table.rowCount()) {
            out.append("<p>")
                    .append(shown)
                    .append(" of ")
                    .append(table.rowCount())
                    .append(" rows</p>");
        }
        return out.toString();
    }

    private static String right(Column<?> column) {
        return column instanceof NumericColumn<?> ? " style=\"text-align:right\"" : "";
    }

    private static String cell(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return "";
        }
        Object value = column.get(row);
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            double size = Math.abs(number);
            boolean plain = size == 0 || (size >= 1e-3 && size < 1e7);
            String text = String.format(Locale.ROOT, plain ? "%.4f" : "%.4e", number);
            // 1.2500 is 1.25, and 3.0000 is 3.
            return plain ? text.replaceFirst("\\.?0+$", "") : text;
        }
        return String.valueOf(value);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
