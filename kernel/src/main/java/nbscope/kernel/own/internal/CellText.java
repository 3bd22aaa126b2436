package nbscope.kernel.own.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A cell taken apart into Java and magics, in order.
final class CellText {
    private static final Pattern LINE_MAGIC = Pattern.compile("^\\s*%([A-Za-z]\\w*)(?:\\s+(.*?))?\\s*$");
    private static final Pattern CELL_MAGIC = Pattern.compile("^\\s*%%([A-Za-z]\\w*)(?:[ \\t]+(.*?))?\\s*$");

    private CellText() {}

    /// One part; `line` is the 1-based line of the cell where it starts.
    sealed interface Part {
        int line();
    }

    record Java(String text, int line) implements Part {}

    /// @param body the rest of the cell for a `%%` magic, else empty
    record Magic(String name, String arguments, String body, int line) implements Part {
        String shown() {
            return (body.isEmpty() ? "%" : "%%") + name;
        }
    }

    /// @param unfinished says whether a piece of Java goes on in the next line: a line inside a text block or an
    ///                   expression that begins with % is no magic
    static List<Part> parts(String cell, Predicate<String> unfinished) {
        String[] lines = cell.split("\n", -1);
        int first = 0;
        while (first < lines.length - 1 && lines[first].isBlank()) {
            first++;
        }
        Matcher whole = CELL_MAGIC.matcher(lines[first]);
        if (whole.matches()) {
            String body = String.join("\n", List.of(lines).subList(first + 1, lines.length)) + "\n";
            return List.of(new Magic(whole.group(1), text(whole.group(2)), body, first + 1));
        }
        List<Part> parts = new ArrayList<>();
        StringBuilder java = new StringBuilder();
        int start = 1;
        for (int i = 0; i < lines.length; i++) {
            Matcher magic = LINE_MAGIC.matcher(lines[i]);
            if (magic.matches() && (java.toString().isBlank() || !unfinished.test(java.toString()))) {
                if (!java.toString().isBlank()) {
                    parts.add(new Java(java.toString(), start));
                }
                parts.add(new Magic(magic.group(1), text(magic.group(2)), "", i + 1));
                java.setLength(0);
                start = i + 2;
            } else {
                java.append(lines[i]).append('\n');
            }
        }
        if (!java.toString().isBlank()) {
            parts.add(new Java(java.toString(), start));
        }
        return parts;
    }

    @SuppressWarnings("NullAway") // a regex group that did not take part is null
    private static String text(String group) {
        return group == null ? "" : group;
    }
}
