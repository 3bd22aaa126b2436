package nbscope.house;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/// Finds functions in Java, TypeScript and JavaScript by their braces: exact enough to see one that grew too long.
final class Functions {
    private static final Pattern OPENS = Pattern.compile(
            "^\\s*(?!.*\\b(class|interface|record|enum|namespace|if|for|while|switch|else|do|try|catch|finally|new)\\b.*\\{)"
                    + "(.*[\\w>]\\s*\\(|.*\\)\\s*(throws [\\w., ]+)?(:\\s*[^=]+)?(=>)?)\\s*.*\\{\\s*$");

    // What holds functions is looked into: types, and the groups of a TypeScript test file.
    private static final Pattern CONTAINER =
            Pattern.compile("\\b(class|interface|record|enum)\\s+\\w+|^\\s*(describe|eachTwin)\\(");

    private static final Pattern TEXT = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"");
    private static final Pattern CHARACTER = Pattern.compile("'(\\\\.|[^'\\\\])*'");
    private static final Pattern COMMENT = Pattern.compile("//.*");
    private static final Pattern STATEMENT_ENDS = Pattern.compile(".*[;{}]\\s*");

    private Functions() {}

    /// Name line, first line number and length in lines.
    record Function(String opening, int line, int length, boolean hot) {}

    /// Functions that are not nested in another function; class bodies are looked into.
    static List<Function> in(String source) {
        List<Function> found = new ArrayList<>();
        Deque<int[]> open = new ArrayDeque<>();
        String[] lines = source.split("\n", -1);
        int depth = 0;
        String statement = "";
        for (int i = 0; i < lines.length; i++) {
            String code = withoutTexts(lines[i]);
            statement = statement + " " + code;
            boolean opens = open.isEmpty()
                    && OPENS.matcher(code).matches()
                    && !CONTAINER.matcher(statement).find();
            if (STATEMENT_ENDS.matcher(code).matches()) {
                statement = "";
            }
            if (opens) {
                open.push(new int[] {i, depth});
            }
            depth += count(code, '{') - count(code, '}');
            if (!open.isEmpty() && depth <= open.peek()[1]) {
                int start = open.pop()[0];
                boolean hot =
                        lines[Math.max(0, start - 1)].contains("// hot loop") || lines[start].contains("// hot loop");
                found.add(new Function(lines[start].strip(), start + 1, i - start + 1, hot));
            }
        }
        return found;
    }

    private static String withoutTexts(String line) {
        String code = TEXT.matcher(line).replaceAll("\"\"");
        return COMMENT.matcher(CHARACTER.matcher(code).replaceAll("''")).replaceAll("");
    }

    private static int count(String text, char wanted) {
        return (int) text.chars().filter(c -> c == wanted).count();
    }
}
