package nbscope.io.internal.nrrd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nbscope.io.MalformedDataException;
import org.jspecify.annotations.Nullable;

/// The text before the values of a NRRD file (teem, nrrd/format): fields by name, as pynrrd 1.1.3 reads
/// them.
///
/// @param fields in the file's order: Long, Double, String, or lists of these; a row `none` is one of NaN
/// @param end    first byte behind the empty line, or the length of the text where there is none
record NrrdHeader(String file, Map<String, Object> fields, long end) {
    private static final Pattern VECTOR = Pattern.compile("\\(([^)]*)\\)|none", Pattern.CASE_INSENSITIVE);
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

    /// @param text the start of the file, one byte a letter
    static NrrdHeader parse(String text, String file) {
        if (!text.startsWith("NRRD000")) {
            throw new MalformedDataException(file, 0, "other letters than NRRD000", "a NRRD file");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            String line = text.substring(at, end).strip();
            int start = at;
            at = end + 1;
            if (line.isEmpty()) {
                return new NrrdHeader(file, fields, Math.min(at, text.length()));
            }
            if (!line.startsWith("#") && start > 0) {
                field(line, fields, file, start);
            }
            String name = line.toLowerCase(Locale.ROOT);
            if (name.startsWith("data file: list") || name.startsWith("datafile: list")) {
                break;
            }
        }
        return new NrrdHeader(file, fields, text.length());
    }

    private static void field(String line, Map<String, Object> fields, String file, int at) {
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new MalformedDataException(file, at, "the line \"" + clip(line) + "\"", "a field and its value");
        }
        boolean own = line.startsWith(":=", colon);
        String name = line.substring(0, colon).strip();
        String text = line.substring(colon + (own ? 2 : 1)).strip();
        try {
            fields.put(name, own ? text : value(name, text));
        } catch (NumberFormatException e) {
            throw new MalformedDataException(
                    file, at, "\"" + clip(text) + "\" as " + name, "numbers; the header is damaged");
        }
    }

    private static Object value(String name, String text) {
        return switch (name) {
            case "dimension", "lineskip", "line skip", "byteskip", "byte skip", "space dimension" -> Long.valueOf(text);
            case "min", "max", "oldmin", "old min", "oldmax", "old max" -> number(text);
            case "sizes" -> words(text).stream().map(Long::valueOf).toList();
            case "spacings", "thicknesses", "axismins", "axis mins", "axismaxs", "axis maxs" ->
                words(text).stream().map(NrrdHeader::number).toList();
            case "kinds", "centerings" -> words(text);
            case "labels", "units", "space units" -> quoted(text);
            case "space origin" -> vectors(text).getFirst();
            case "measurement frame", "space directions" -> rows(vectors(text));
            default -> text;
        };
    }

    private static List<String> words(String text) {
        return List.of(text.split("\\s+"));
    }

    private static Double number(String text) {
        return text.equalsIgnoreCase("nan") ? Double.valueOf(Double.NaN) : Double.valueOf(text);
    }

    private static List<String> quoted(String text) {
        List<String> out = new ArrayList<>();
        Matcher next = QUOTED.matcher(text);
        while (next.find()) {
            out.add(next.group(1) == null ? next.group(2) : next.group(1).replaceAll("\\\\(.)", "$1"));
        }
        return out;
    }

    /// Vectors in brackets; `none` is an empty one.
    private static List<List<Double>> vectors(String text) {
        List<List<Double>> out = new ArrayList<>();
        Matcher next = VECTOR.matcher(text);
        while (next.find()) {
            List<Double> vector = new ArrayList<>();
            if (next.group(1) != null) {
                for (String cell : next.group(1).split(",")) {
                    vector.add(number(cell.strip()));
                }
            }
            out.add(vector);
        }
        if (out.isEmpty()) {
            throw new NumberFormatException("no vector");
        }
        return out;
    }

    private static List<List<Double>> rows(List<List<Double>> vectors) {
        int length = vectors.stream().mapToInt(List::size).max().orElse(0);
        return vectors.stream()
                .map(v -> v.isEmpty() ? java.util.Collections.nCopies(length, Double.NaN) : v)
                .toList();
    }

    /// The field, under either spelling; null where it is missing.
    @Nullable
    Object get(String name) {
        Object value = fields.get(name);
        return value == null ? fields.get(name.replace(" ", "")) : value;
    }

    String text(String name) {
        Object value = get(name);
        if (value == null) {
            throw new MalformedDataException(
                    file, -1, "no field \"" + name + "\" in the NRRD header", "one; the header is damaged");
        }
        return String.valueOf(value);
    }

    /// Numbers of a list, NaN where there is none.
    double at(String name, int index) {
        return get(name) instanceof List<?> list && index < list.size() && list.get(index) instanceof Double d
                ? d
                : Double.NaN;
    }

    static String clip(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
