package nbscope.io.internal.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import nbscope.io.DataSetOptions;
import nbscope.io.dataset.MessageConverter;

/// Options under the names of LiberTEM's messages.
public enum OptionsJson implements MessageConverter {
    INSTANCE;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public DataSetOptions toOptions(String json) {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the parameters are no JSON: " + e.getOriginalMessage(), e);
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException(
                    "found " + node.getNodeType() + ", expected a JSON object of parameters");
        }
        DataSetOptions options = DataSetOptions.none();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isNull()) {
                options = with(options, entry.getKey(), entry.getValue());
            }
        }
        return options;
    }

    private static DataSetOptions with(DataSetOptions o, String name, JsonNode v) {
        return switch (name) {
            case "type" -> o.format(text(name, v).toLowerCase(java.util.Locale.ROOT));
            case "nav_shape" -> o.nav(longs(name, v));
            case "sig_shape" ->
                o.sig(java.util.Arrays.stream(longs(name, v))
                        .mapToInt(Math::toIntExact)
                        .toArray());
            case "dtype" -> o.dtype(text(name, v));
            case "ds_path" -> o.dataset(text(name, v));
            case "sync_offset" -> o.syncOffset(whole(name, v));
            case "file_header" -> o.fileHeader(whole(name, v));
            case "frame_header" -> o.frameHeader(Math.toIntExact(whole(name, v)));
            case "frame_footer" -> o.frameFooter(Math.toIntExact(whole(name, v)));
            case "io_backend" -> o.backend(text(name, v));
            case "partial" -> flag(name, v) ? o.allowPartial() : o;
            case "external_links" -> flag(name, v) ? o.allowExternalLinks() : o;
            case "path" -> o;
            default ->
                throw new IllegalArgumentException("there is no parameter \"" + name + "\"; known are type, path, "
                        + "nav_shape, sig_shape, dtype, ds_path, sync_offset, file_header, frame_header, frame_footer, "
                        + "io_backend, partial, external_links");
        };
    }

    private static String text(String name, JsonNode v) {
        if (!v.isTextual()) {
            throw wrong(name, v, "a text");
        }
        return v.textValue();
    }

    private static long whole(String name, JsonNode v) {
        if (!v.canConvertToLong() || !v.isIntegralNumber()) {
            throw wrong(name, v, "a whole number");
        }
        return v.longValue();
    }

    private static boolean flag(String name, JsonNode v) {
        if (!v.isBoolean()) {
            throw wrong(name, v, "true or false");
        }
        return v.booleanValue();
    }

    private static long[] longs(String name, JsonNode v) {
        if (!v.isArray() || v.isEmpty()) {
            throw wrong(name, v, "a list of lengths");
        }
        long[] out = new long[v.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = whole(name, v.get(i));
            if (out[i] < 1) {
                throw wrong(name, v, "lengths of at least 1");
            }
        }
        return out;
    }

    private static IllegalArgumentException wrong(String name, JsonNode found, String expected) {
        return new IllegalArgumentException("the parameter \"" + name + "\" is " + found + ", expected " + expected);
    }

    @Override
    public String toJson(DataSetOptions o) {
        ObjectNode node = MAPPER.createObjectNode();
        put(node, "type", o.format());
        put(node, "nav_shape", o.nav());
        int[] sig = o.sig();
        put(
                node,
                "sig_shape",
                sig == null ? null : java.util.Arrays.stream(sig).asLongStream().toArray());
        put(node, "dtype", o.dtype());
        put(node, "ds_path", o.dataset());
        if (o.saysSyncOffset()) {
            node.put("sync_offset", o.syncOffset());
        }
        if (o.fileHeader() >= 0) {
            node.put("file_header", o.fileHeader());
        }
        if (o.frameHeader() >= 0) {
            node.put("frame_header", o.frameHeader());
        }
        if (o.frameFooter() >= 0) {
            node.put("frame_footer", o.frameFooter());
        }
        put(node, "io_backend", o.backend());
        if (o.partial()) {
            node.put("partial", true);
        }
        if (o.externalLinks()) {
            node.put("external_links", true);
        }
        return node.toString();
    }

    private static void put(ObjectNode node, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static void put(ObjectNode node, String name, long @org.jspecify.annotations.Nullable [] values) {
        if (values != null) {
            ArrayNode list = node.putArray(name);
            for (long v : values) {
                list.add(v);
            }
        }
    }
}
