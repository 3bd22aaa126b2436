package nbscope.kernel.tables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// A plot in Vega-Lite 5, which JupyterLab draws by itself:
/// `VegaLite.bar(table).x("strategy").y("ms").color("patch").title("Read times")`.
///
/// The rows of the table travel in the plot. Immutable: every method gives a new plot.
public final class VegaLite implements MimeBundle {
    private static final String MIME = "application/vnd.vegalite.v5+json";
    private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";
    private static final int MAX_ROWS = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode specification;

    private VegaLite(ObjectNode specification) {
        this.specification = specification;
    }

    /// One bar for each row.
    public static VegaLite bar(Table table) {
        return mark(table, "bar");
    }

    /// Lines through the rows, in the order of x.
    public static VegaLite line(Table table) {
        return mark(table, "line");
    }

    /// One point for each row.
    public static VegaLite point(Table table) {
        return mark(table, "point");
    }

    /// A box for each row, from x to x2 and from y to y2.
    public static VegaLite box(Table table) {
        return mark(table, "rect");
    }

    /// How many rows have a value in each of about `bins` ranges of a column.
    public static VegaLite histogram(Table table, String column, int bins) {
        VegaLite plot = mark(table, "bar").x(column);
        encoding(plot, "x").putObject("bin").put("maxbins", bins);
        encoding(plot, "y")
                .put("aggregate", "count")
                .put("type", "quantitative")
                .put("title", "count");
        return plot;
    }

    /// Any specification: JSON text as https://vega.github.io/vega-lite/docs describes it.
    ///
    /// @throws IllegalArgumentException when the text is no JSON object
    public static VegaLite of(String specification) {
        try {
            if (JSON.readTree(specification) instanceof ObjectNode object) {
                return new VegaLite(object);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the specification is no JSON: " + e.getOriginalMessage() + "; a Vega-Lite plot is a JSON object",
                    e);
        }
        throw new IllegalArgumentException("the specification is JSON but no object; a Vega-Lite plot is an object");
    }

    private static VegaLite mark(Table table, String mark) {
        if (table.rowCount() > MAX_ROWS) {
            throw new IllegalArgumentException("the table has " + table.rowCount() + " rows and a plot takes up to "
                    + MAX_ROWS + "; summarize or sample it first");
        }
        ObjectNode plot = JSON.createObjectNode().put("$schema", SCHEMA);
        ArrayNode values = plot.putObject("data").putArray("values");
        for (int row = 0; row < table.rowCount(); row++) {
            ObjectNode value = values.addObject();
            for (Column<?> column : table.columns()) {
                Object cell = column.isMissing(row) ? null : column.get(row);
                value.set(column.name(), node(cell));
            }
        }
        ObjectNode types = plot.putObject("usermeta");
        table.columns().forEach(column -> types.put(column.name(), type(column.type())));
        plot.putObject("mark").put("type", mark).put("tooltip", true);
        plot.putObject("encoding");
        return new VegaLite(plot);
    }

    private static JsonNode node(@Nullable Object cell) {
        if (cell instanceof Double d && !Double.isFinite(d) || cell instanceof Float f && !Float.isFinite(f)) {
            return JSON.nullNode();
        }
        return cell == null || cell instanceof Number || cell instanceof Boolean
                ? JSON.valueToTree(cell)
                : JSON.getNodeFactory().textNode(cell.toString());
    }

    private static String type(ColumnType type) {
        if (type.equals(ColumnType.LOCAL_DATE)
                || type.equals(ColumnType.LOCAL_DATE_TIME)
                || type.equals(ColumnType.INSTANT)) {
            return "temporal";
        }
        boolean words =
                type.equals(ColumnType.STRING) || type.equals(ColumnType.BOOLEAN) || type.equals(ColumnType.LOCAL_TIME);
        return words ? "nominal" : "quantitative";
    }

    /// The column along x.
    public VegaLite x(String column) {
        return encode("x", column);
    }

    /// The column along y.
    public VegaLite y(String column) {
        return encode("y", column);
    }

    /// The column where bars and boxes that begin at x end.
    public VegaLite x2(String column) {
        return end("x2", column);
    }

    /// The column where bars and boxes that begin at y end.
    public VegaLite y2(String column) {
        return end("y2", column);
    }

    /// Rows from top to bottom as in the table, not by name.
    public VegaLite asListed() {
        VegaLite copy = copy();
        encoding(copy, "y").putNull("sort");
        return copy;
    }

    /// The y axis grows downwards, as in an image.
    public VegaLite downwards() {
        VegaLite copy = copy();
        encoding(copy, "y").putObject("scale").put("reverse", true);
        return copy;
    }

    /// The column that colours stand for.
    public VegaLite color(String column) {
        return encode("color", column);
    }

    /// Bars of this column stand beside each other instead of on top of each other.
    public VegaLite beside(String column) {
        return encode("xOffset", column);
    }

    /// One small plot for each value of this column.
    public VegaLite columns(String column) {
        return encode("column", column);
    }

    /// A logarithmic y axis.
    public VegaLite logarithmicY() {
        VegaLite copy = copy();
        encoding(copy, "y").putObject("scale").put("type", "log");
        return copy;
    }

    public VegaLite title(String text) {
        VegaLite copy = copy();
        copy.specification.put("title", text);
        return copy;
    }

    /// In pixels.
    public VegaLite size(int width, int height) {
        VegaLite copy = copy();
        copy.specification.put("width", width).put("height", height);
        return copy;
    }

    private VegaLite encode(String channel, String column) {
        JsonNode type = specification.path("usermeta").path(column);
        if (type.isMissingNode() && specification.has("usermeta")) {
            throw new IllegalArgumentException("the table has no column " + column + "; it has "
                    + String.join(
                            ", ",
                            specification.get("usermeta").properties().stream()
                                    .map(Map.Entry::getKey)
                                    .toList()));
        }
        VegaLite copy = copy();
        // A column name may hold dots and brackets, which Vega-Lite would follow into objects.
        String field = column.replaceAll("([.\\[\\]'\\\\])", "\\\\$1");
        encoding(copy, channel)
                .put("field", field)
                .put("type", type.asText("nominal"))
                .put("title", column);
        return copy;
    }

    /// The type and the title are those of the axis.
    private VegaLite end(String channel, String column) {
        VegaLite copy = encode(channel, column);
        encoding(copy, channel).retain("field");
        return copy;
    }

    private static ObjectNode encoding(VegaLite plot, String channel) {
        return plot.specification.withObject("/encoding").withObject("/" + channel);
    }

    private VegaLite copy() {
        return new VegaLite(specification.deepCopy());
    }

    /// The specification as JSON text.
    public String json() {
        return specification.toString();
    }

    @Override
    public Map<String, String> mimeBundle() {
        return Map.of(MIME, json(), "text/plain", toString());
    }

    @Override
    public String toString() {
        return "Vega-Lite plot"
                + (specification.has("title")
                        ? ": " + specification.get("title").asText()
                        : "");
    }
}
