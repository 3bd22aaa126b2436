package nbscope.io.internal.mla;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Trees of plain values: Map, List, [PyTuple], String, Long, BigInteger, Double, Boolean, `byte[]` and null.
public final class PlainValues {
    private static final int MAX_DEPTH = 100;

    /// Bytes of the written tree: what is read must fit through the reader again.
    private static final long MAX_WEIGHT = 32 << 20;

    /// A frozen container and what it weighs.
    private record Frozen(Object value, long weight) {}

    private final IdentityHashMap<Object, Frozen> done = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Boolean> above = new IdentityHashMap<>();

    private PlainValues() {}

    /// A deep copy that does not change. Numbers become Long, BigInteger or Double, collections and Java arrays
    /// lists (`byte[]` stays what it is).
    ///
    /// @param path what errors call the value
    /// @throws IllegalArgumentException for other types, a value that contains itself or is too deep or big
    public static @Nullable Object freeze(@Nullable Object value, String path) {
        PlainValues run = new PlainValues();
        @Nullable Object frozen = run.value(value, path, 0);
        if (run.weight(value) > MAX_WEIGHT) {
            throw tooBig(path);
        }
        return frozen;
    }

    private static IllegalArgumentException tooBig(String path) {
        return new IllegalArgumentException(
                path + " takes more than " + (MAX_WEIGHT >> 20) + " MiB; keep large data in an array, not in metadata");
    }

    private @Nullable Object value(@Nullable Object value, String path, int depth) {
        return switch (value) {
            case null -> null;
            case String s -> s;
            case Boolean b -> b;
            case Long n -> n;
            case Integer n -> n.longValue();
            case Short n -> n.longValue();
            case Byte n -> n.longValue();
            case BigInteger n -> n.bitLength() < 64 ? (Number) n.longValue() : n;
            case Double d -> d;
            case Float f -> f.doubleValue();
            case byte[] bytes -> bytes.clone();
            case Map<?, ?> map -> container(map, path, depth);
            case Collection<?> list -> container(list, path, depth);
            default -> {
                if (value.getClass().isArray()) {
                    yield container(value, path, depth);
                }
                throw new IllegalArgumentException(
                        path + " holds a " + value.getClass().getName()
                                + "; metadata are maps, lists, texts, numbers, booleans and null. Give its parts as such");
            }
        };
    }

    private Object container(Object value, String path, int depth) {
        Frozen known = done.get(value);
        if (known != null) {
            return known.value;
        }
        if (depth >= MAX_DEPTH) {
            throw new IllegalArgumentException(path + " is nested more than " + MAX_DEPTH + " deep");
        }
        if (above.put(value, true) != null) {
            throw new IllegalArgumentException(path + " contains itself");
        }
        Frozen frozen = value instanceof Map<?, ?> map ? map(map, path, depth) : list(value, path, depth);
        above.remove(value);
        done.put(value, frozen);
        return frozen.value;
    }

    private Frozen map(Map<?, ?> map, String path, int depth) {
        Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
        long weight = 16;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            @Nullable Object key = entry.getKey();
            if (key != null && !(key instanceof String || key instanceof Number || key instanceof Boolean)) {
                throw new IllegalArgumentException(
                        path + " has a key of type " + key.getClass().getName() + "; keys are texts or numbers");
            }
            String inner = depth > 8 ? path : path + "." + clip(String.valueOf(key));
            out.put(value(key, inner, depth + 1), value(entry.getValue(), inner, depth + 1));
            weight = add(weight, weight(key) + weight(entry.getValue()), path);
        }
        return new Frozen(Collections.unmodifiableMap(out), weight);
    }

    private Frozen list(Object value, String path, int depth) {
        List<@Nullable Object> out = new ArrayList<>();
        long weight = 16;
        if (value instanceof Collection<?> collection) {
            for (@Nullable Object item : collection) {
                out.add(value(item, path, depth + 1));
                weight = add(weight, weight(item), path);
            }
        } else {
            for (int i = 0; i < Array.getLength(value); i++) {
                @Nullable Object item = Array.get(value, i);
                out.add(value(item, path, depth + 1));
                weight = add(weight, weight(item), path);
            }
        }
        return new Frozen(value instanceof PyTuple ? new PyTuple(out) : Collections.unmodifiableList(out), weight);
    }

    private static long add(long a, long b, String path) {
        if (a + b > MAX_WEIGHT) {
            throw tooBig(path);
        }
        return a + b;
    }

    private long weight(@Nullable Object value) {
        return switch (value) {
            case null -> 1;
            case String s -> 5 + 3L * s.length();
            case byte[] b -> 5 + b.length;
            case BigInteger n -> 5 + n.bitLength() / 8;
            default -> {
                Frozen container = done.get(value);
                yield container == null ? 9 : container.weight;
            }
        };
    }

    private static String clip(String key) {
        return key.length() <= 60 ? key : key.substring(0, 60) + "...";
    }

    /// Equal as Python sees it, but that a bool is no number here: a list differs from a tuple, NaN equals NaN.
    public static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a instanceof byte[] x && b instanceof byte[] y) {
            return Arrays.equals(x, y);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return x.size() == y.size() && (x instanceof PyTuple) == (y instanceof PyTuple) && equalItems(x, y);
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return x.size() == y.size()
                    && x.entrySet().stream()
                            .allMatch(e -> y.containsKey(e.getKey()) && equal(e.getValue(), y.get(e.getKey())));
        }
        return a == null ? b == null : a.equals(b);
    }

    private static boolean equalItems(List<?> a, List<?> b) {
        Iterator<?> other = b.iterator();
        for (@Nullable Object item : a) {
            if (!equal(item, other.next())) {
                return false;
            }
        }
        return true;
    }

    /// The path of the first value that JSON cannot hold, or null: mlarray keeps `source` and `extra` to JSON.
    public static @Nullable String notJson(@Nullable Object value, String path) {
        if (value instanceof byte[]) {
            return path;
        }
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                @Nullable String found = notJson(list.get(i), path + "[" + i + "]");
                if (found != null) {
                    return found;
                }
            }
        }
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                @Nullable String found = notJson(entry.getValue(), path + "." + entry.getKey());
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
