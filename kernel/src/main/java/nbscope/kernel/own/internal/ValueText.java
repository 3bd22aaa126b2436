package nbscope.kernel.own.internal;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values of cells as text: arrays and collections readable, everything cut at a length that a notebook can hold.
final class ValueText {
    private static final int MAX_CHARS = 20_000;
    private static final int MAX_ITEMS = 1_000;
    private static final int MAX_DEPTH = 6;

    private final StringBuilder out = new StringBuilder();

    private ValueText() {}

    static String of(@Nullable Object value) {
        if (value instanceof CharSequence text) {
            return cut(text.toString());
        }
        ValueText text = new ValueText();
        text.append(value, 0);
        return cut(text.out.toString());
    }

    private static String cut(String text) {
        return text.length() <= MAX_CHARS
                ? text
                : text.substring(0, MAX_CHARS) + "… (" + text.length() + " characters in all)";
    }

    private void append(@Nullable Object value, int depth) {
        if (value == null) {
            out.append("null");
        } else if (depth > MAX_DEPTH || out.length() > MAX_CHARS) {
            out.append('…');
        } else if (value.getClass().isArray()) {
            array(value, depth);
        } else if (value instanceof Map<?, ?> map && fromJava(value)) {
            map(map, depth);
        } else if (value instanceof Collection<?> all && fromJava(value)) {
            collection(all, depth);
        } else {
            out.append(value);
        }
    }

    /// Only the JDK's collections are walked: a user's own has a toString of its own.
    private static boolean fromJava(Object value) {
        return value.getClass().getName().startsWith("java.util.");
    }

    private void array(Object array, int depth) {
        int length = Array.getLength(array);
        if (depth == 0) {
            String type = array.getClass().getSimpleName();
            out.append(type, 0, type.indexOf('[') + 1).append(length).append(type.substring(type.indexOf('[') + 1));
            out.append(' ');
        }
        out.append('{');
        for (int i = 0; i < length; i++) {
            if (!separate(i, length)) {
                break;
            }
            append(Array.get(array, i), depth + 1);
        }
        out.append('}');
    }

    @SuppressWarnings("ReferenceEquality") // only the very same object would never end
    private void collection(Collection<?> all, int depth) {
        out.append('[');
        Iterator<?> items = all.iterator();
        for (int i = 0; items.hasNext(); i++) {
            if (!separate(i, all.size())) {
                break;
            }
            Object item = items.next();
            append(item == all ? "(this)" : item, depth + 1);
        }
        out.append(']');
    }

    @SuppressWarnings("ReferenceEquality") // as above
    private void map(Map<?, ?> map, int depth) {
        out.append('{');
        int i = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!separate(i++, map.size())) {
                break;
            }
            append(entry.getKey(), depth + 1);
            out.append('=');
            append(entry.getValue() == map ? "(this)" : entry.getValue(), depth + 1);
        }
        out.append('}');
    }

    private boolean separate(int index, int size) {
        if (index >= MAX_ITEMS || out.length() > MAX_CHARS) {
            out.append(", … ").append(size - index).append(" more");
            return false;
        }
        if (index > 0) {
            out.append(", ");
        }
        return true;
    }
}
