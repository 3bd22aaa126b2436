package nbscope.io.internal.zarr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import org.jspecify.annotations.Nullable;

/// A value in a JSON file, with questions that end in a sentence where the answer is another than
/// Zarr's.
///
/// @param where the keys that lead to it, for messages
record JsonPart(String file, String where, JsonNode node) {
    /// The metadata of all arrays of a hierarchy may stand in one file; more than this is no metadata.
    private static final int MAX_BYTES = 64 << 20;

    /// Python writes NaN and Infinity bare.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /// @throws UncheckedIOException when the file is missing or cannot be read
    /// @throws MalformedDataException when it is no JSON object
    static JsonPart read(Path path) {
        String file = path.toString();
        byte[] text;
        try (InputStream in = Files.newInputStream(path)) {
            text = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (text.length > MAX_BYTES) {
            throw new MalformedDataException(
                    file, MAX_BYTES, "more than 64 MiB of metadata", "a few KiB of JSON; is it a file of Zarr?");
        }
        try {
            JsonNode node = JSON.readTree(text);
            if (node != null && node.isObject()) {
                return new JsonPart(file, "", node);
            }
            throw new MalformedDataException(file, 0, "no JSON object", "{...}; the file is damaged, write it again");
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
            throw broken(file, at, e.getOriginalMessage());
        } catch (IOException e) {
            // The text is in memory: bytes that are no characters.
            throw broken(file, -1, e.getMessage());
        }
    }

    private static MalformedDataException broken(String file, long at, @Nullable String why) {
        return new MalformedDataException(
                file, at, "broken JSON (" + why + ")", "JSON; the file is damaged, write it again");
    }

    /// The value of a key; null where there is none, or a JSON null.
    @Nullable
    JsonPart find(String key) {
        JsonNode found = node.get(key);
        return found == null || found.isNull() ? null : new JsonPart(file, where + "/" + key, found);
    }

    JsonPart get(String key) {
        JsonPart found = find(key);
        if (found == null) {
            throw new MalformedDataException(
                    file, -1, "no \"" + key + "\"" + place(), "one; the file is damaged or of another kind");
        }
        return found;
    }

    String text() {
        if (!node.isTextual()) {
            throw malformed("a text");
        }
        return node.textValue();
    }

    String text(String key, String otherwise) {
        JsonPart found = find(key);
        return found == null ? otherwise : found.text();
    }

    /// Whole numbers of at least `least`.
    long[] lengths(long least) {
        if (!node.isArray()) {
            throw malformed("a list of whole numbers");
        }
        long[] out = new long[node.size()];
        for (int i = 0; i < out.length; i++) {
            JsonNode item = node.get(i);
            if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() < least) {
                throw malformed("whole numbers of at least " + least);
            }
            out[i] = item.longValue();
        }
        return out;
    }

    List<JsonPart> items() {
        if (!node.isArray()) {
            throw malformed("a list");
        }
        List<JsonPart> out = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            out.add(new JsonPart(file, where + "/" + i, node.get(i)));
        }
        return out;
    }

    /// As plain Java values, in the file's order.
    Map<String, @Nullable Object> map() {
        if (!node.isObject()) {
            throw malformed("an object");
        }
        return object(node);
    }

    private static Map<String, @Nullable Object> object(JsonNode node) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        node.properties().forEach(entry -> out.put(entry.getKey(), plain(entry.getValue())));
        return out;
    }

    private static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                node.forEach(item -> list.add(plain(item)));
                yield list;
            }
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> wholeOrReal(node);
            default -> null;
        };
    }

    private static Number wholeOrReal(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.numberValue();
    }

    MalformedDataException malformed(String expected) {
        return new MalformedDataException(
                file, -1, clip(node.toString()) + place(), expected + "; the file is damaged or of another kind");
    }

    UnsupportedDataException unsupported(String what) {
        return new UnsupportedDataException(file, what + place());
    }

    private String place() {
        return where.isEmpty() ? "" : " at " + where;
    }

    private static String clip(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
