package nbscope.widgets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import nbscope.compute.Detector;
import nbscope.compute.RoundDetector;

/// Reads checked values out of JSON that the front end sent. Every refusal is an IllegalArgumentException whose
/// message says what was found and what is allowed.
final class Fields {
    /// No detector is larger; keeps arithmetic on coordinates far from overflow.
    private static final double MAX_COORDINATE = 1e6;

    private static final int MAX_QUOTE = 60;

    private Fields() {}

    static long sequence(JsonNode content) {
        JsonNode node = content.path("seq");
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw refused("seq", node, "a whole number from 0 on");
        }
        return node.longValue();
    }

    static int integer(JsonNode node, String name, int low, int high) {
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (value != Math.rint(value) || !(value >= low && value <= high)) {
            throw refused(name, node, "a whole number from " + low + " to " + high);
        }
        return (int) value;
    }

    static double number(JsonNode node, String name, double low, double high) {
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (!(value >= low && value <= high)) {
            throw refused(name, node, "a number from " + Json.number(low) + " to " + Json.number(high));
        }
        return value;
    }

    static String oneOf(JsonNode node, String name, String... allowed) {
        for (String candidate : allowed) {
            if (node.isTextual() && candidate.equals(node.textValue())) {
                return candidate;
            }
        }
        throw refused(name, node, "one of " + String.join(", ", allowed));
    }

    static boolean truth(JsonNode node, String name) {
        if (!node.isBoolean()) {
            throw refused(name, node, "true or false");
        }
        return node.booleanValue();
    }

    /// `[row, col]` on a grid of `rows` by `cols`.
    static int[] position(JsonNode node, String name, int rows, int cols) {
        if (!node.isArray() || node.size() != 2) {
            throw refused(name, node, "[row, col]");
        }
        return new int[] {
            integer(node.get(0), name + " row", 0, rows - 1), integer(node.get(1), name + " column", 0, cols - 1)
        };
    }

    /// A detector in pixels.
    static RoundDetector detector(JsonNode node) {
        String kind = oneOf(node.path("kind"), "detector's kind", "point", "disk", "annulus");
        double row = number(node.path("row"), "detector's row", -MAX_COORDINATE, MAX_COORDINATE);
        double col = number(node.path("col"), "detector's column", -MAX_COORDINATE, MAX_COORDINATE);
        if (kind.equals("point")) {
            return Detector.point(row, col);
        }
        double outer = number(node.path("outer"), "detector's outer radius", 0, MAX_COORDINATE);
        if (kind.equals("disk")) {
            return Detector.disk(outer).at(row, col);
        }
        double inner = number(node.path("inner"), "detector's inner radius", 0, MAX_COORDINATE);
        return Detector.annulus(inner, outer).at(row, col);
    }

    static IllegalArgumentException refused(String name, JsonNode found, String allowed) {
        String text = found.isMissingNode() ? "nothing" : found.toString();
        if (text.length() > MAX_QUOTE) {
            text = text.substring(0, MAX_QUOTE) + "…";
        }
        return new IllegalArgumentException(
                String.format(Locale.ROOT, "the front end's %s must be %s; found %s", name, allowed, text));
    }
}
