// Not below nbscope: ArchitectureTest reads every class there, and must see here what it sees in Maven.
package quick;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles a chain of modules for `./nbscope test --quick NAME`: of each its main sources, of the last also its tests.
///
/// A module is compiled as a whole into emptied folders, so no class outlives its source, and only when its sources,
/// its class path or the [Signature] of a module before it changed. Resources and the two class-path files come from
/// Maven. Plain javac: the checks of the house are Maven's work.
public final class CompileModules {
    private static final String MODULE_WITH_ENTRY = "kernel-ext";
    private static final String ENTRY = "src/main/java/nbscope/kernel";

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files =
            compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    private final Path root;
    private final String target;
    private final String version;
    private final StringBuilder signatures = new StringBuilder();

    private CompileModules(Path root, String target, String version) {
        this.root = root;
        this.target = target;
        this.version = version;
    }

    /// Arguments: the checkout, the folder for outputs in each module, the Java version of the POM, then the modules in
    /// dependency order. Exit code 1 after compile errors, which go to standard error.
    public static void main(String[] arguments) throws IOException {
        var chain = new CompileModules(Path.of(arguments[0]), arguments[1], arguments[2]);
        List<String> modules = List.of(arguments).subList(3, arguments.length);
        // The compiler remembers folders that were missing when it first looked.
        for (String module : modules) {
            Files.createDirectories(chain.out(module, "classes"));
            Files.createDirectories(chain.out(module, "test-classes"));
        }
        boolean good = true;
        for (int i = 0; i < modules.size() && good; i++) {
            good = chain.main(modules.get(i));
        }
        System.exit(good && chain.tests(modules.getLast()) ? 0 : 1);
    }

    private boolean main(String module) throws IOException {
        String path = Files.readString(out(module, "main.class-path")).strip();
        List<Path> sources = sources(module, "main");
        Path classes = out(module, "classes");
        Path written = out(module, "main.signature");
        boolean good = upToDate(out(module, "main.key"), key(sources, path), () -> {
            empty(classes);
            boolean compiled = compileMain(module, sources, path, classes);
            if (compiled) {
                Files.writeString(written, Signature.of(classes));
            }
            return compiled;
        });
        if (good) {
            signatures.append(Files.readString(written)).append('\n');
        }
        return good;
    }

    /// The entry class of kernel-ext runs on Java 11 too, so it is compiled first and for that, as its POM says.
    private boolean compileMain(String module, List<Path> sources, String path, Path classes) throws IOException {
        if (!module.equals(MODULE_WITH_ENTRY)) {
            return compile(sources, path, classes, current());
        }
        Path entry = root.resolve(module).resolve(ENTRY);
        List<Path> first = sources.stream().filter(s -> s.getParent().equals(entry)).toList();
        List<Path> rest = sources.stream().filter(s -> !s.getParent().equals(entry)).toList();
        return compile(first, path, classes, List.of("--release", "11"))
                && compile(rest, classes + java.io.File.pathSeparator + path, classes, current());
    }

    private boolean tests(String module) throws IOException {
        Path classes = out(module, "test-classes");
        String path = out(module, "classes")
                + java.io.File.pathSeparator
                + Files.readString(out(module, "test.class-path")).strip();
        List<Path> sources = sources(module, "test");
        return upToDate(out(module, "test.key"), key(sources, path), () -> {
            empty(classes);
            return compile(sources, path, classes, current());
        });
    }

    private List<String> current() {
        return List.of("-source", version, "-target", version, "--add-modules", "jdk.incubator.vector");
    }

    private boolean compile(List<Path> sources, String path, Path classes, List<String> more) throws IOException {
        List<String> options = new ArrayList<>(more);
        options.addAll(List.of("-g", "-parameters", "-proc:none", "-Xlint:none", "-nowarn"));
        options.addAll(List.of("-cp", path, "-d", classes.toString()));
        var found = new DiagnosticCollector<JavaFileObject>();
        boolean good = compiler.getTask(null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources))
                .call();
        found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .forEach(diagnostic -> System.err.println(diagnostic));
        return good;
    }

    private interface Step {
        boolean run() throws IOException;
    }

    /// Runs the step unless the file holds the key; the key is written after success only.
    private static boolean upToDate(Path file, String key, Step step) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(key)) {
            return true;
        }
        Files.deleteIfExists(file);
        boolean good = step.run();
        if (good) {
            Files.writeString(file, key);
        }
        return good;
    }

    /// Changes with the sources, the class path, the compiler and the signatures of the modules so far.
    private String key(List<Path> sources, String path) throws IOException {
        MessageDigest digest = sha256();
        digest.update((Runtime.version() + "\n" + version + "\n" + path + "\n" + signatures).getBytes(StandardCharsets.UTF_8));
        for (Path source : sources) {
            byte[] text = Files.readAllBytes(source);
            digest.update((root.relativize(source) + " " + text.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(text);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private List<Path> sources(String module, String kind) throws IOException {
        Path folder = root.resolve(module).resolve("src").resolve(kind).resolve("java");
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static void empty(Path classes) throws IOException {
        for (Path file : classFiles(classes)) {
            Files.delete(file);
        }
    }

    static List<Path> classFiles(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".class")).sorted().toList();
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Path out(String module, String name) {
        return root.resolve(module).resolve(target).resolve(name);
    }
}
