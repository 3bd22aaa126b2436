package nbscope.kernel.own.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;
import org.jspecify.annotations.Nullable;

/// Errors of cells in the user's terms: lines of the cell, never frames of JShell, the kernel or nbscope.
final class CellErrors {
    private static final int MAX_FRAMES = 12;

    private final JShell shell;
    private final Places places;

    CellErrors(JShell shell, Places places) {
        this.shell = shell;
        this.places = places;
    }

    static CellFailure interrupted() {
        return CellFailure.sentence("Interrupted", "the cell was interrupted");
    }

    static CellFailure givenUp(CellThread.GivenUp reason) {
        return CellFailure.sentence("Interrupted", String.valueOf(reason.getMessage()));
    }

    /// Compile errors: message, the line of the cell, a caret below the place.
    CellFailure compile(Snippet snippet, String source, Places.Place place) {
        List<String> lines = new ArrayList<>();
        String first = "";
        List<Diag> diags = shell.diagnostics(snippet).filter(Diag::isError).toList();
        int inside = Math.max(0, source.indexOf(snippet.source()));
        for (Diag diag : diags) {
            String message = tidy(diag.getMessage(Locale.ENGLISH));
            int position = Math.clamp(inside + Math.max(0, diag.getPosition()), 0, source.length());
            int start = source.lastIndexOf('\n', Math.max(0, position - 1)) + 1;
            if (position < source.length() && source.charAt(position) == '\n' && position > 0) {
                start = source.lastIndexOf('\n', position - 1) + 1;
            }
            int end = source.indexOf('\n', position);
            String text = source.substring(Math.min(start, position), end < 0 ? source.length() : end);
            int line = place.line()
                    + (int) source.substring(0, start)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            first = first.isEmpty() ? message.lines().findFirst().orElse("") + " (line " + line + ")" : first;
            lines.add("line " + line + ": " + message);
            lines.add("    " + text.stripTrailing());
            lines.add("    " + " ".repeat(Math.max(0, position - start)) + "^");
        }
        if (diags.isEmpty()) {
            first = "this is no complete Java (line " + place.line() + ")";
            lines.add(first);
        }
        return new CellFailure("CompileError", first, lines);
    }

    private static String tidy(String message) {
        return message.lines()
                .filter(line -> !line.strip().matches("location:\\s+class\\s*"))
                .map(line -> line.replace("REPL.", "").replaceAll("\\$JShell\\$\\w+\\.", ""))
                .collect(Collectors.joining("\n"));
    }

    /// An exception that left the cell's code.
    ///
    /// @param event  JShell's view, with frames in snippet terms
    /// @param thrown the exception itself
    CellFailure exception(JShellException event, @Nullable Throwable thrown, int cell) {
        if (event instanceof UnresolvedReferenceException missing) {
            return CellFailure.sentence("UnresolvedReference", unresolved(missing.getSnippet()));
        }
        if (!(event instanceof EvalException eval)) {
            return CellFailure.sentence("Error", String.valueOf(event.getMessage()));
        }
        if (thrown != null) {
            String sentence = sentence(thrown);
            if (sentence != null) {
                return CellFailure.sentence(thrown.getClass().getSimpleName(), sentence);
            }
        }
        List<String> lines = new ArrayList<>();
        Throwable each = eval;
        String prefix = "";
        for (int depth = 0; each != null && depth < 8; depth++) {
            String name = each instanceof EvalException e
                    ? e.getExceptionClassName()
                    : each.getClass().getName();
            String message = each.getMessage();
            lines.add(prefix + plain(name) + (message == null || message.isEmpty() ? "" : ": " + message));
            frames(each, cell, lines);
            prefix = "caused by ";
            each = each.getCause();
        }
        if (thrown instanceof OutOfMemoryError) {
            lines.add("the heap of this kernel ends at " + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB");
        }
        String name = plain(eval.getExceptionClassName());
        return new CellFailure(
                name.substring(name.lastIndexOf('.') + 1), eval.getMessage() == null ? "" : eval.getMessage(), lines);
    }

    /// The class name as the user wrote it: classes of cells live inside a wrapper.
    private static String plain(String name) {
        return name.replaceFirst("^REPL\\.\\$JShell\\$\\w+\\$", "").replaceFirst("^\\.", "");
    }

    private void frames(Throwable each, int cell, List<String> lines) {
        int shown = 0;
        int more = 0;
        for (StackTraceElement frame : each.getStackTrace()) {
            String line = places.describe(frame, cell);
            if (line != null && shown < MAX_FRAMES) {
                lines.add(line);
                shown++;
            } else if (line != null) {
                more++;
            }
        }
        if (more > 0) {
            lines.add("    … and " + more + " more");
        }
    }

    /// What goes wrong without an exception of the user's code: a class that cannot be linked, for one.
    CellFailure internal(Throwable thrown) {
        return CellFailure.sentence(thrown.getClass().getSimpleName(), String.valueOf(thrown));
    }

    /// Names what a declaration still lacks.
    String unresolved(DeclarationSnippet snippet) {
        String missing = shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
        return snippet.name() + " cannot be used yet: it needs " + (missing.isEmpty() ? "something" : missing)
                + ", which is not defined";
    }

    /// The message alone, for exceptions whose message is made for users; null for all others.
    static @Nullable String sentence(Throwable thrown) {
        Throwable e = thrown;
        while ((e instanceof UncheckedIOException || e instanceof ExecutionException) && e.getCause() != null) {
            e = e.getCause();
        }
        String message = e.getMessage();
        if (message == null || message.isEmpty()) {
            return null;
        }
        if (e instanceof NoSuchFileException) {
            return "no such file: " + message;
        }
        if (e instanceof FileNotFoundException && message.endsWith("(No such file or directory)")) {
            return "no such file: "
                    + message.substring(0, message.lastIndexOf('(')).strip();
        }
        if (e.getClass().getName().startsWith("nbscope.")) {
            return message;
        }
        boolean spoken = e instanceof IllegalArgumentException
                || e instanceof IllegalStateException
                || e instanceof UnsupportedOperationException
                || e instanceof IOException;
        return spoken && fromNbscope(e) ? message : null;
    }

    private static boolean fromNbscope(Throwable e) {
        for (StackTraceElement frame : e.getStackTrace()) {
            String name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.")) {
                return name.startsWith("nbscope.");
            }
        }
        return false;
    }
}
