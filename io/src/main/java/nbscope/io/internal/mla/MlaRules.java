package nbscope.io.internal.mla;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What mlarray 0.0.54 asks of its metadata (mlarray/meta.py), with sentences that name the field, what was found and
/// what to give instead. Works on frozen values; a part that is missing or null is fine.
public final class MlaRules {
    /// Labels of axes that have a place in space; all others are channels, time and the like.
    public static final Set<String> SPATIAL = Set.of("spatial", "spatial_x", "spatial_y", "spatial_z");

    private final Map<?, ?> metadata;
    private final int rank;

    private MlaRules(Map<?, ?> metadata, int rank) {
        this.metadata = metadata;
        this.rank = rank;
    }

    /// @param rank number of axes of the array, -1 where there is none
    /// @throws IllegalArgumentException for the first broken rule
    public static void check(Map<?, ?> metadata, int rank) {
        new MlaRules(metadata, rank).all();
    }

    /// A part of one field is a dict with just that field, or its value itself.
    public static @Nullable Object single(@Nullable Object part, String field) {
        return part instanceof Map<?, ?> map && map.size() == 1 && map.containsKey(field) ? map.get(field) : part;
    }

    private void all() {
        spatial(part("spatial"));
        statistics(part("stats"));
        boxes(part("bbox"));
        blosc2(part("blosc2"));
        type("source", single(metadata.get("source"), "data"), Map.class, "a map");
        type("extra", single(metadata.get("extra"), "data"), Map.class, "a map");
        type("is_seg", single(metadata.get("is_seg"), "is_seg"), Boolean.class, "true, false or null");
        type("_has_array", single(metadata.get("_has_array"), "has_array"), Boolean.class, "true or false");
        for (String text : List.of("image_meta_format", "mlarray_version")) {
            type("_" + text, single(metadata.get("_" + text), text), String.class, "a text or null");
        }
    }

    private Map<?, ?> part(String name) {
        type(name, metadata.get(name), Map.class, "a map");
        return metadata.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static void type(String path, @Nullable Object value, Class<?> wanted, String expected) {
        if (value != null && !wanted.isInstance(value)) {
            throw wrong(path, "is " + show(value), expected);
        }
    }

    private void spatial(Map<?, ?> spatial) {
        if (spatial.get("affine") != null) {
            for (String other : List.of("spacing", "origin", "direction")) {
                if (spatial.get(other) != null) {
                    throw wrong(
                            "spatial.affine",
                            "stands beside spatial." + other,
                            "either the affine matrix alone or spacing, origin and direction; remove one of them");
                }
            }
        }
        @Nullable List<?> labels = labels(spatial.get("axis_labels"));
        int axes = labels == null ? rank : spatialAxes(labels);
        String each = labels == null ? "one for each axis" : "one for each spatial axis of " + labels;
        numbers("spatial.spacing", spatial.get("spacing"), axes, each);
        numbers("spatial.origin", spatial.get("origin"), axes, each);
        matrix("spatial.direction", spatial.get("direction"), axes, each);
        matrix("spatial.affine", spatial.get("affine"), axes < 0 ? -1 : axes + 1, each + " and one more");
        numbers("spatial.shape", spatial.get("shape"), rank, "one for each axis of the array");
        type("spatial.coord_system", spatial.get("coord_system"), String.class, "a text such as RAS+ or LPS+, or null");
        if (spatial.get("axis_units") instanceof List<?> units && rank >= 0 && units.size() != rank) {
            throw wrong(
                    "spatial.axis_units",
                    "has " + units.size() + " units " + show(units),
                    rank + ", one for each axis of the array; use an empty text where an axis has none");
        }
    }

    public static int spatialAxes(List<?> labels) {
        return (int) labels.stream()
                .filter(label -> label instanceof String text && SPATIAL.contains(text))
                .count();
    }

    private @Nullable List<?> labels(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        String path = "spatial.axis_labels";
        if (!(value instanceof List<?> labels) || !labels.stream().allMatch(String.class::isInstance)) {
            throw wrong(path, "is " + show(value), "a list of texts such as channel, spatial_y, spatial_x");
        }
        if (rank >= 0 && labels.size() != rank) {
            throw wrong(
                    path,
                    "has " + labels.size() + " labels " + labels,
                    rank + ", one for each axis of the array, slowest first: spatial, spatial_z, spatial_y, spatial_x"
                            + " for axes in space, channel, temporal, non_spatial or a word of your own for the others");
        }
        return labels;
    }

    private static void numbers(String path, @Nullable Object value, int count, String each) {
        if (value == null) {
            return;
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(MlaRules::number)) {
            throw wrong(path, "is " + show(value), "a list of numbers, " + each);
        }
        if (count >= 0 && list.size() != count) {
            throw wrong(path, "has " + list.size() + " values " + show(list), count + ", " + each);
        }
    }

    private static void matrix(String path, @Nullable Object value, int count, String each) {
        if (value == null) {
            return;
        }
        if (!(value instanceof List<?> rows)) {
            throw wrong(path, "is " + show(value), "rows of numbers, " + each);
        }
        int size = count < 0 ? rows.size() : count;
        boolean square = rows.size() == size;
        for (Object row : rows) {
            square &= row instanceof List<?> cells && cells.size() == size;
        }
        if (!square) {
            throw wrong(path, "is " + show(value), size + " rows of " + size + " numbers, " + each);
        }
        for (Object row : rows) {
            numbers(path, row, size, each);
        }
    }

    private static boolean number(@Nullable Object value) {
        return value instanceof Long
                || value instanceof Double
                || value instanceof BigInteger
                || value instanceof Boolean;
    }

    private static void statistics(Map<?, ?> stats) {
        stats.forEach((name, value) -> {
            if (value != null && !number(value)) {
                throw wrong("stats." + name, "is " + show(value), "a number or null");
            }
        });
    }

    private static void boxes(Map<?, ?> bbox) {
        if (bbox.get("bboxes") instanceof List<?> boxes) {
            for (Object box : boxes) {
                box(box);
            }
            for (String beside : List.of("scores", "labels")) {
                if (bbox.get(beside) instanceof List<?> list && list.size() != boxes.size()) {
                    throw wrong(
                            "bbox." + beside,
                            "has " + list.size() + " entries",
                            boxes.size() + ", one for each box, or none at all");
                }
            }
        } else {
            type("bbox.bboxes", bbox.get("bboxes"), List.class, "a list of boxes");
        }
        numbers("bbox.scores", bbox.get("scores"), -1, "one for each box");
        if (bbox.get("labels") instanceof List<?> labels) {
            for (Object label : labels) {
                if (!(label instanceof String) && !real(label)) {
                    throw wrong("bbox.labels", "holds " + show(label), "texts or numbers");
                }
            }
        } else {
            type("bbox.labels", bbox.get("labels"), List.class, "a list of texts or numbers");
        }
    }

    private static boolean real(@Nullable Object value) {
        return number(value) && !(value instanceof Boolean);
    }

    private static void box(@Nullable Object box) {
        boolean good = box instanceof List<?> rows
                && rows.stream()
                        .allMatch(row -> row instanceof List<?> pair
                                && pair.size() == 2
                                && pair.stream().allMatch(MlaRules::real));
        if (!good) {
            throw wrong(
                    "bbox.bboxes", "holds " + show(box), "boxes of one pair [first, last] of numbers for each axis");
        }
    }

    private void blosc2(Map<?, ?> blosc2) {
        numbers("blosc2.chunk_size", blosc2.get("chunk_size"), rank, "one for each axis");
        numbers("blosc2.block_size", blosc2.get("block_size"), rank, "one for each axis");
        int axes = rank;
        if (part("spatial").get("axis_labels") instanceof List<?> labels) {
            axes = spatialAxes(labels);
        }
        numbers("blosc2.patch_size", blosc2.get("patch_size"), axes, "one for each spatial axis");
        type("blosc2.cparams", blosc2.get("cparams"), Map.class, "a map");
        type("blosc2.dparams", blosc2.get("dparams"), Map.class, "a map");
    }

    static IllegalArgumentException wrong(String path, String found, String expected) {
        return new IllegalArgumentException("meta." + path + " " + found + "; expected " + expected);
    }

    private static String show(@Nullable Object value) {
        String text = value instanceof List<?> list && list.size() > 16
                ? list.stream().limit(16).map(MlaRules::show).collect(Collectors.joining(", ", "[", ", ...]"))
                : value instanceof String s ? "\"" + s + "\"" : String.valueOf(value);
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
