package nbscope.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import nbscope.kernel.own.KernelSpec;

/// `kernel install`: makes our kernel known to a Jupyter.
///
/// `--prefix FOLDER` is a Python environment, `--user` the person's own Jupyter folder; `--lib FOLDER` holds the jars,
/// `--java FOLDER` is the JDK.
final class KernelCommand {
    private KernelCommand() {}

    static int run(List<String> arguments, PrintStream out) throws IOException {
        if (arguments.isEmpty() || !arguments.getFirst().equals("install")) {
            throw new UsageException("kernel install (--user | --prefix FOLDER) --lib FOLDER --java FOLDER");
        }
        Path lib = Path.of(option(arguments, "--lib"));
        Path java = Path.of(option(arguments, "--java"));
        Path folder = arguments.contains("--user")
                ? KernelSpec.installForUser(lib, java)
                : KernelSpec.install(Path.of(option(arguments, "--prefix")), lib, java);
        out.println("Java kernel: " + folder);
        return 0;
    }

    private static String option(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        if (at < 0 || at + 1 >= arguments.size()) {
            throw new UsageException("kernel install needs " + name + " FOLDER");
        }
        return arguments.get(at + 1);
    }
}
