package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/// Completion, inspection and "is this complete", on the evaluator's thread. Cursor positions of the protocol count
/// code points, those of Java count chars.
final class Assist {
    private static final int MAX_MATCHES = 300;

    private Assist() {}

    static ObjectNode complete(Evaluator evaluator, String code, int cursor) {
        int end = chars(code, cursor);
        int start = snippetStart(evaluator.analysis(), code, end);
        String text = code.substring(start, end);
        int[] anchor = {text.length()};
        ObjectNode reply = Json.ok();
        ArrayNode matches = reply.putArray("matches");
        List<String> found;
        if (magicLine(code, end)) {
            int percent = code.lastIndexOf('%', Math.max(0, end - 1));
            while (percent > 0 && code.charAt(percent - 1) == '%') {
                percent--;
            }
            String typed = code.substring(percent, end);
            anchor[0] = percent - start;
            found = Magics.NAMES.stream().filter(name -> name.startsWith(typed)).toList();
        } else {
            found = evaluator.analysis().completionSuggestions(text, text.length(), anchor).stream()
                    .sorted(Comparator.comparing(Suggestion::matchesType).reversed())
                    .map(Suggestion::continuation)
                    .distinct()
                    .limit(MAX_MATCHES)
                    .toList();
        }
        found.forEach(matches::add);
        reply.put("cursor_start", code.codePointCount(0, start + anchor[0]));
        reply.put("cursor_end", code.codePointCount(0, end));
        reply.putObject("metadata");
        return reply;
    }

    private static boolean magicLine(String code, int end) {
        return code.substring(code.lastIndexOf('\n', Math.max(0, end - 1)) + 1, end)
                .matches("\\s*%{1,2}\\w*");
    }

    static ObjectNode inspect(Evaluator evaluator, String code, int cursor) {
        int at = chars(code, cursor);
        while (at < code.length() && Character.isJavaIdentifierPart(code.charAt(at))) {
            at++;
        }
        int start = snippetStart(evaluator.analysis(), code, at);
        String text = code.substring(start, at);
        List<Documentation> found = documentation(evaluator, text, text.length());
        if (found.isEmpty()) {
            found = documentation(evaluator, text + "(", text.length() + 1);
        }
        ObjectNode reply = Json.ok().put("found", !found.isEmpty());
        ObjectNode data = reply.putObject("data");
        if (!found.isEmpty()) {
            data.put("text/plain", found.stream().map(Assist::describe).collect(Collectors.joining("\n\n")));
        }
        reply.putObject("metadata");
        return reply;
    }

    private static List<Documentation> documentation(Evaluator evaluator, String text, int cursor) {
        return evaluator.analysis().documentation(text, cursor, true);
    }

    private static String describe(Documentation doc) {
        String text = doc.javadoc();
        return text == null || text.isBlank()
                ? doc.signature()
                : doc.signature() + "\n" + text.replaceAll("<[^>]+>", "").strip();
    }

    static ObjectNode isComplete(Evaluator evaluator, String code) {
        String rest = code;
        while (!rest.isBlank()) {
            if (rest.stripLeading().startsWith("%")) {
                return Json.object().put("status", "complete");
            }
            CompletionInfo info = evaluator.analysis().analyzeCompletion(rest);
            switch (info.completeness()) {
                case DEFINITELY_INCOMPLETE -> {
                    return Json.object().put("status", "incomplete").put("indent", "    ");
                }
                case UNKNOWN -> {
                    return Json.object().put("status", "invalid");
                }
                default -> rest = info.remaining().length() < rest.length() ? info.remaining() : "";
            }
        }
        return Json.object().put("status", "complete");
    }

    /// Completion is slow the first time: done once before the user asks.
    static void warmUp(Evaluator evaluator) {
        complete(evaluator, "Math.ab", 7);
    }

    /// Where the snippet begins in which the cursor stands.
    private static int snippetStart(SourceCodeAnalysis analysis, String code, int end) {
        int start = 0;
        while (start < end) {
            CompletionInfo info = analysis.analyzeCompletion(code.substring(start));
            int next = code.length() - info.remaining().length();
            if (!info.completeness().isComplete() || next <= start || next >= end) {
                return start;
            }
            start = next;
        }
        return start;
    }

    private static int chars(String code, int codePoints) {
        int all = code.codePointCount(0, code.length());
        return code.offsetByCodePoints(0, Math.clamp(codePoints, 0, all));
    }
}
