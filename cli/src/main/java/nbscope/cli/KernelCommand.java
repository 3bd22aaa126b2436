package nbscope.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// `kernel install`: writes `kernels/nbscope/kernel.json` where a Jupyter looks for it.
///
/// `--prefix FOLDER` is a Python environment (its `share/jupyter`), `--user` the person's own Jupyter folder;
/// `--lib FOLDER` holds the jars, `--java FOLDER` is the JDK. The file is replaced in one move.
final class KernelCommand {
    private static final List<String> FLAGS = List.of(
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private KernelCommand() {}

    static int run(List<String> arguments, PrintStream out) throws IOException {
        if (arguments.isEmpty() || !arguments.getFirst().equals("install")) {
            throw new UsageException("kernel install (--user | --prefix FOLDER) --lib FOLDER --java FOLDER");
        }
        Path folder = target(arguments).resolve("kernels").resolve("nbscope");
        Files.createDirectories(folder);
        Path draft = folder.resolve("kernel.json.new");
        Files.writeString(draft, json(option(arguments, "--java"), option(arguments, "--lib")));
        Files.move(draft, folder.resolve("kernel.json"), StandardCopyOption.REPLACE_EXISTING);
        out.println("Java kernel: " + folder.resolve("kernel.json"));
        return 0;
    }

    private static Path target(List<String> arguments) {
        if (!arguments.contains("--user")) {
            return Path.of(option(arguments, "--prefix"), "share", "jupyter");
        }
        String set = System.getenv("JUPYTER_DATA_DIR");
        if (set != null && !set.isBlank()) {
            return Path.of(set);
        }
        String home = System.getProperty("user.home");
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        return mac ? Path.of(home, "Library", "Jupyter") : Path.of(home, ".local", "share", "jupyter");
    }

    private static String option(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        if (at < 0 || at + 1 >= arguments.size()) {
            throw new UsageException("kernel install needs " + name + " FOLDER");
        }
        return arguments.get(at + 1);
    }

    private static String json(String java, String lib) {
        StringBuilder words = new StringBuilder();
        words.append(quote(Path.of(java, "bin", "java").toString()));
        FLAGS.forEach(flag -> words.append(", ").append(quote(flag)));
        words.append(", \"-cp\", ").append(quote(Path.of(lib, "*").toString()));
        words.append(", \"nbscope.kernel.own.KernelMain\", \"{connection_file}\"");
        return """
                {"argv": [%s],
                 "display_name": "Java (nbscope)",
                 "language": "java",
                 "interrupt_mode": "message"}
                """.formatted(words);
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
