package nbscope.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One JSON object for standard output.
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static String text(Map<String, ?> object) {
        try {
            return MAPPER.writeValueAsString(plain(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the answer cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// What JSON can hold: bytes become `{"bytes": how many}`, NaN and the infinities texts, keys texts.
    static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> Map.of("bytes", bytes.length);
            case long[] list -> list;
            case int[] list -> list;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach((k, v) -> out.put(String.valueOf(k), plain(v)));
                yield out;
            }
            case List<?> list -> {
                List<@Nullable Object> out = new ArrayList<>(list.size());
                list.forEach(item -> out.add(plain(item)));
                yield out;
            }
            case Double d -> d.isNaN() || d.isInfinite() ? d.toString() : d;
            case String s -> s;
            case Number n -> n;
            case Boolean b -> b;
            default -> value.toString();
        };
    }
}
