package nbscope.kernel.own;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nbscope.kernel.own.internal.StartCache;

/// Writes the folder by which Jupyter finds this kernel: `<data>/kernels/nbscope/kernel.json`.
///
/// Source: "Kernel specs" in the Jupyter client's documentation.
public final class KernelSpec {
    /// Name of the kernelspec, as in `jupyter console --kernel nbscope`.
    public static final String NAME = "nbscope";

    /// Flags that the kernel wants; it works without them, slower.
    public static final List<String> FLAGS = List.of(
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private KernelSpec() {}

    /// Installs for an environment, as of `jupyter kernelspec install --prefix`.
    ///
    /// @param prefix   root of the environment, for one `sys.prefix` of Python
    /// @param libDir   folder with the jars of the kernel and all it needs
    /// @param javaHome JDK 25 or newer that shall run it
    /// @return the folder that was written
    /// @throws IOException when the JDK or the jars are not there, or the folder cannot be written; nothing half
    ///                     written is left
    public static Path install(Path prefix, Path libDir, Path javaHome) throws IOException {
        return installInto(prefix.resolve("share").resolve("jupyter"), libDir, javaHome);
    }

    /// Installs for the user of this process.
    public static Path installForUser(Path libDir, Path javaHome) throws IOException {
        return installInto(
                userData(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home")),
                libDir,
                javaHome);
    }

    /// Installs below a Jupyter data folder.
    public static Path installInto(Path dataDir, Path libDir, Path javaHome) throws IOException {
        Path java = java(javaHome);
        Path libraries = libDir.toAbsolutePath().normalize();
        try (var jars = Files.newDirectoryStream(libraries, "*.jar")) {
            if (!jars.iterator().hasNext()) {
                throw new IOException(libraries + ": found no jar, expected those of the kernel; build them first");
            }
        }
        Path folder = dataDir.toAbsolutePath().normalize().resolve("kernels").resolve(NAME);
        Files.createDirectories(folder);
        Path archive = StartCache.create(java, FLAGS, libraries, folder);
        write(folder.resolve("kernel.json"), json(java, libraries, archive, environment(java)));
        return folder;
    }

    /// The JDK's own way to keep its signals from native libraries, compilers among them, that cells bring in.
    ///
    /// Source: "Signal Chaining" in the JDK's documentation.
    private static Map<String, String> environment(Path java) {
        Path chaining = java.resolveSibling("../lib/libjsig.so").normalize();
        return Files.isRegularFile(chaining) ? Map.of("LD_PRELOAD", chaining.toString()) : Map.of();
    }

    private static Path java(Path javaHome) throws IOException {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        Path java = javaHome.toAbsolutePath().normalize().resolve("bin").resolve(windows ? "java.exe" : "java");
        if (!Files.isExecutable(java)) {
            throw new IOException(java + ": found no java there, expected a JDK 25 or newer in " + javaHome);
        }
        return java;
    }

    private static byte[] json(
            Path java, Path libraries, @org.jspecify.annotations.Nullable Path archive, Map<String, String> environment)
            throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode spec = mapper.createObjectNode();
        ArrayNode argv = spec.putArray("argv");
        argv.add(java.toString());
        FLAGS.forEach(argv::add);
        argv.add("-XX:MaxRAMPercentage=60");
        if (archive != null) {
            argv.add("-XX:SharedArchiveFile=" + archive);
            argv.add("-Xlog:cds=off");
            argv.add("-Xlog:aot=off");
        }
        argv.add("-cp");
        argv.add(StartCache.classPath(libraries));
        argv.add(KernelMain.class.getName());
        argv.add("{connection_file}");
        spec.put("display_name", "Java (nbscope)");
        spec.put("language", "java");
        spec.put("interrupt_mode", "message");
        ObjectNode env = spec.putObject("env");
        environment.forEach(env::put);
        spec.putObject("metadata").put("debugger", false);
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(spec);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "kernel", ".tmp");
        try {
            Files.write(fresh, bytes);
            try {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            }
            file.toFile().setReadable(true, false);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /// Jupyter's data folder of a user, by its own rules.
    ///
    /// @param passwd the home folder where the environment names none; Java's `user.home` never looks at HOME
    static Path userData(Map<String, String> env, String system, String passwd) {
        String own = env.get("JUPYTER_DATA_DIR");
        if (own != null && !own.isEmpty()) {
            return Path.of(own);
        }
        String name = system.toLowerCase(Locale.ROOT);
        String typed = name.startsWith("windows") ? "" : env.getOrDefault("HOME", "");
        String home = typed.isEmpty() ? passwd : typed;
        if (name.startsWith("mac")) {
            return Path.of(home, "Library", "Jupyter");
        }
        if (name.startsWith("windows")) {
            return Path.of(env.getOrDefault("APPDATA", home), "jupyter");
        }
        String data = env.get("XDG_DATA_HOME");
        return data != null && !data.isEmpty() ? Path.of(data, "jupyter") : Path.of(home, ".local", "share", "jupyter");
    }
}
