package nbscope.kernel.own.internal;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/// Compiles and runs the Java of cells with JShell, one cell at a time, on the evaluator's thread only.
final class Evaluator implements AutoCloseable {
    /// What a cell may use without an import.
    static final List<String> IMPORTS = List.of(
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.nio.file.*",
            "java.time.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.function.*",
            "java.util.regex.*",
            "java.util.stream.*",
            "nbscope.compute.*",
            "nbscope.io.*",
            "nbscope.kernel.tables.*",
            "nbscope.widgets.*");

    private final CellThread thread;
    private final CellControl control;
    private final JShell shell;
    private final Places places = new Places();
    private final CellErrors errors;
    private final Consumer<String> notices;

    /// The value of a cell's last expression.
    record Value(@Nullable Object object) {}

    /// @param notices takes sentences that are no errors (they go to stderr)
    Evaluator(CellThread thread, Origins origins, Consumer<String> notices) {
        this.thread = thread;
        this.notices = notices;
        CellLoader loader = new CellLoader(Evaluator.class.getClassLoader());
        thread.context(loader.loader());
        control = new CellControl(loader, thread, origins);
        JShell.Builder builder = JShell.builder().executionEngine(new Engine(control), Map.of());
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            builder.compilerOptions("--add-modules", "jdk.incubator.vector");
        }
        shell = builder.build();
        errors = new CellErrors(shell, places);
        IMPORTS.forEach(each -> shell.eval("import " + each + ";"));
        control.forget();
    }

    private record Engine(CellControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "nbscope";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return control;
        }
    }

    SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }

    /// Forgets a variable.
    void drop(String name) {
        shell.variables().filter(each -> each.name().equals(name)).forEach(shell::drop);
    }

    void addToClasspath(String path) {
        shell.addToClasspath(path);
    }

    /// Whether the text is a piece of Java that must go on.
    boolean unfinished(String java) {
        String rest = java;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis().analyzeCompletion(rest);
            if (info.completeness() == Completeness.DEFINITELY_INCOMPLETE) {
                return true;
            }
            if (info.completeness() == Completeness.UNKNOWN || info.remaining().length() >= rest.length()) {
                return false;
            }
            rest = info.remaining();
        }
        return false;
    }

    /// Runs Java text.
    ///
    /// @param cell      number of the cell, for traces
    /// @param firstLine line of the cell where the text starts
    /// @return the value of the last expression, null when the text ends with something else
    @Nullable
    Value run(String java, int cell, int firstLine) throws CellFailure {
        String rest = java;
        int line = firstLine;
        Value last = null;
        while (!rest.isBlank()) {
            int skip = leadingSpace(rest);
            line += newlines(rest.substring(0, skip));
            rest = rest.substring(skip);
            CompletionInfo info = analysis().analyzeCompletion(rest);
            Completeness state = info.completeness();
            if (state == Completeness.EMPTY) {
                break;
            }
            boolean whole = state == Completeness.UNKNOWN || state == Completeness.DEFINITELY_INCOMPLETE;
            String source = whole ? rest : info.source();
            String remaining = whole ? "" : info.remaining();
            last = snippet(source, new Places.Place(cell, line));
            line += newlines(rest.substring(0, rest.length() - remaining.length()));
            rest = remaining;
        }
        return last;
    }

    private @Nullable Value snippet(String source, Places.Place place) throws CellFailure {
        if (thread.interrupted()) {
            throw CellErrors.interrupted();
        }
        control.forget();
        List<SnippetEvent> events = shell.eval(source);
        for (SnippetEvent event : events) {
            Snippet snippet = event.snippet();
            int inside = Math.max(0, source.indexOf(snippet.source()));
            places.put(
                    snippet.id(), new Places.Place(place.cell(), place.line() + newlines(source.substring(0, inside))));
        }
        Value value = null;
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                value = outcome(event, source, place);
            }
        }
        return value;
    }

    private @Nullable Value outcome(SnippetEvent event, String source, Places.Place place) throws CellFailure {
        Snippet snippet = event.snippet();
        Throwable thrown = control.thrown();
        if (event.status() == Snippet.Status.REJECTED) {
            throw errors.compile(snippet, source, place);
        }
        if (thread.interrupted() || thrown instanceof StopCheck.CellStopped || thrown instanceof CellThread.GivenUp) {
            throw thrown instanceof CellThread.GivenUp gone ? CellErrors.givenUp(gone) : CellErrors.interrupted();
        }
        if (event.exception() != null) {
            throw errors.exception(event.exception(), thrown, place.cell());
        }
        if (thrown != null) {
            throw errors.internal(thrown);
        }
        if (snippet instanceof DeclarationSnippet declared && !event.status().isDefined()) {
            notices.accept(errors.unresolved(declared));
        } else if (event.status() == Snippet.Status.RECOVERABLE_DEFINED) {
            notices.accept(errors.unresolved((DeclarationSnippet) snippet));
        }
        return shows(snippet) ? new Value(control.value()) : null;
    }

    private static boolean shows(Snippet snippet) {
        return switch (snippet.subKind()) {
            case TEMP_VAR_EXPRESSION_SUBKIND, VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND -> true;
            default -> false;
        };
    }

    private static int leadingSpace(String text) {
        int i = 0;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int newlines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    @Override
    public void close() {
        shell.close();
    }
}
