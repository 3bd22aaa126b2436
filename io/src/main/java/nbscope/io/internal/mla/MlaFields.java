package nbscope.io.internal.mla;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The dict of MLArray's metadata: its parts and fields in mlarray's order, and values as Java's types.
public final class MlaFields {
    public static final List<String> STATISTICS = List.of(
            "min",
            "max",
            "mean",
            "median",
            "std",
            "percentile_min",
            "percentile_max",
            "percentile_mean",
            "percentile_median",
            "percentile_std",
            "percentile_min_key",
            "percentile_max_key");

    private static final List<String> SPATIAL = List.of(
            "spacing",
            "origin",
            "direction",
            "affine",
            "shape",
            "axis_labels",
            "coord_system",
            "axis_units",
            "_num_spatial_axes",
            "_num_non_spatial_axes");

    /// The field of a part that has only one.
    private static final Map<String, String> SINGLE = Map.of(
            "source", "data",
            "extra", "data",
            "is_seg", "is_seg",
            "_has_array", "has_array",
            "_image_meta_format", "image_meta_format",
            "_mlarray_version", "mlarray_version");

    private MlaFields() {}

    /// All keys, nothing set, as mlarray writes it.
    public static Map<?, ?> empty() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("source", Map.of("data", Map.of()));
        all.put("extra", Map.of("data", Map.of()));
        all.put("spatial", unset(SPATIAL));
        all.put("stats", unset(STATISTICS));
        all.put("bbox", unset(List.of("bboxes", "scores", "labels")));
        all.put("is_seg", unset(List.of("is_seg")));
        all.put("blosc2", unset(List.of("chunk_size", "block_size", "patch_size", "cparams", "dparams")));
        all.put("_has_array", Map.of("has_array", false));
        all.put("_image_meta_format", unset(List.of("image_meta_format")));
        all.put("_mlarray_version", "v0");
        return frozen(all);
    }

    private static Map<String, @Nullable Object> unset(List<String> fields) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        fields.forEach(field -> out.put(field, null));
        return out;
    }

    public static Map<?, ?> frozen(Map<?, ?> dict) {
        return (Map<?, ?>) Objects.requireNonNull(PlainValues.freeze(dict, "meta"));
    }

    public static @Nullable Object get(Map<?, ?> dict, String part, String field) {
        return dict.get(part) instanceof Map<?, ?> map ? map.get(field) : null;
    }

    /// A copy with the field at `part` or `part.field` set. Labels bring the counts of axes that mlarray keeps beside
    /// them, and only JSON goes into `source` and `extra`.
    public static Map<?, ?> set(Map<?, ?> dict, String path, @Nullable Object value) {
        Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>(dict);
        int dot = path.indexOf('.');
        @Nullable String single = SINGLE.get(path);
        if (dot >= 0) {
            String part = path.substring(0, dot);
            String field = path.substring(dot + 1);
            Map<@Nullable Object, @Nullable Object> fields = new LinkedHashMap<>();
            if (all.get(part) instanceof Map<?, ?> old) {
                fields.putAll(old);
            }
            fields.put(field, value);
            if (path.equals("spatial.axis_labels")) {
                count(fields, value);
            }
            all.put(part, fields);
        } else if (single != null) {
            boolean free = single.equals("data");
            @Nullable String bad = free ? PlainValues.notJson(value, "meta." + path) : null;
            if (bad != null) {
                throw new IllegalArgumentException(bad + " holds bytes, which JSON cannot; mlarray keeps " + path
                        + " to texts, numbers, lists and maps");
            }
            all.put(
                    path,
                    path.equals("_mlarray_version") ? value : field(single, free && value == null ? Map.of() : value));
        } else {
            all.put(path, value);
        }
        return all;
    }

    private static Map<String, @Nullable Object> field(String name, @Nullable Object value) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put(name, value);
        return out;
    }

    private static void count(Map<@Nullable Object, @Nullable Object> spatial, @Nullable Object labels) {
        boolean some = labels instanceof List<?>;
        long axes = labels instanceof List<?> list ? MlaRules.spatialAxes(list) : 0;
        spatial.put("_num_spatial_axes", some ? axes : null);
        spatial.put("_num_non_spatial_axes", labels instanceof List<?> list ? list.size() - axes : null);
    }

    public static double @Nullable [] numbers(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().mapToDouble(MlaFields::number).toArray()
                : null;
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number n ? n.doubleValue() : Boolean.TRUE.equals(value) ? 1 : 0;
    }

    public static double @Nullable [][] matrix(@Nullable Object value) {
        return value instanceof List<?> rows
                ? rows.stream().map(MlaFields::numbers).toArray(double[][]::new)
                : null;
    }

    public static long @Nullable [] longs(@Nullable Object value) {
        double[] numbers = numbers(value);
        return numbers == null
                ? null
                : Arrays.stream(numbers).mapToLong(n -> (long) n).toArray();
    }

    public static int @Nullable [] ints(@Nullable Object value) {
        double[] numbers = numbers(value);
        return numbers == null
                ? null
                : Arrays.stream(numbers).mapToInt(n -> (int) n).toArray();
    }

    public static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /// Without the keys that say nothing.
    public static Map<?, ?> setOnly(Map<?, ?> dict) {
        Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
        dict.forEach((key, value) -> {
            @Nullable Object kept = value instanceof Map<?, ?> map ? setOnly(map) : value;
            if (kept != null && !(kept instanceof Map<?, ?> map && map.isEmpty())) {
                out.put(key, kept);
            }
        });
        return out;
    }
}
