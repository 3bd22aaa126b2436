package nbscope.widgets.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// JSON of the comm messages. Stateless; safe from any thread.
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// @throws IllegalArgumentException with a sentence when the text is not a JSON object
    public static ObjectNode parse(String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(
                    "the front end sent a message that is not JSON: " + malformed.getOriginalMessage(), malformed);
        }
        throw new IllegalArgumentException("the front end sent a message that is not a JSON object");
    }

    /// Puts a number, or null where it is not finite: JSON has no NaN.
    public static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }

    /// A number as JSON text, `null` where it is not finite.
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Double.isFinite(value) ? Double.toString(value) : "null";
    }

    /// A JSON string with its quotes.
    static String quoted(String text) {
        return MAPPER.getNodeFactory().textNode(text).toString();
    }
}
