package nbscope.kernel.stock;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Writes the kernelspec `nbscope-stock` of the [TestKernel], for the browser tests.
public final class KernelSpec {
    private KernelSpec() {}

    /// One argument: the folder to write kernel.json into, such as `.../share/jupyter/kernels/nbscope-stock`.
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("expected one argument, the folder for kernel.json");
        }
        ObjectMapper json = new ObjectMapper();
        ObjectNode spec = json.createObjectNode()
                .put("display_name", "Java (stock base library)")
                .put("language", "java")
                .put("interrupt_mode", "message");
        command(System.getProperty("java.class.path")).forEach(spec.putArray("argv")::add);
        spec.withArray("argv").add("{connection_file}");
        Path folder = Files.createDirectories(Path.of(args[0]));
        json.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("kernel.json").toFile(), spec);
    }

    /// The command, with absolute paths, of the kernel without its last argument, the connection file. As with
    /// `%maven` in IJava, the kernel has only the base library on its class path, and the cells have the rest of
    /// `classPath`.
    static List<String> command(String classPath) {
        Predicate<String> kernels = entry -> {
            String name = Path.of(entry).getFileName().toString();
            return name.equals("test-classes")
                    || name.endsWith("-tests.jar")
                    || name.matches("(jupyter-jvm-basekernel|jeromq|jnacl|gson)-.*");
        };
        List<String> entries = Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .toList();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-D" + TestKernel.CELLS + "=" + joined(entries, kernels.negate()));
        command.addAll(List.of("-cp", joined(entries, kernels), TestKernel.class.getName()));
        return command;
    }

    private static String joined(List<String> entries, Predicate<String> wanted) {
        return entries.stream().filter(wanted).collect(Collectors.joining(File.pathSeparator));
    }
}
