package nbscope.kernel.own.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// A kernel in a process of its own, started as Jupyter does it.
final class KernelProcess implements AutoCloseable {
    final Process process;
    final Path output;
    final TestClient client;

    /// @param command everything in front of the connection file
    KernelProcess(List<String> command, Path folder) throws IOException {
        this(command, Map.of(), folder);
    }

    /// @param environment on top of this process's own
    KernelProcess(List<String> command, Map<String, String> environment, Path folder) throws IOException {
        ConnectionFile connection = ConnectionFile.free();
        Path file = Files.writeString(folder.resolve("connection " + connection.shell() + ".json"), json(connection));
        output = folder.resolve("output-" + connection.shell() + ".txt");
        List<String> all = new ArrayList<>(command);
        all.add(file.toString());
        var builder = new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        client = new TestClient(connection);
    }

    static String json(ConnectionFile connection) {
        return Json.object()
                .put("transport", connection.transport())
                .put("ip", connection.ip())
                .put("shell_port", connection.shell())
                .put("control_port", connection.control())
                .put("iopub_port", connection.iopub())
                .put("stdin_port", connection.stdin())
                .put("hb_port", connection.heartbeat())
                .put("signature_scheme", "hmac-sha256")
                .put("key", connection.key())
                .toString();
    }

    static List<String> classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(path.split(File.pathSeparator));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// Copies the class path of this test into a folder of jars, as an installation has it.
    static Path libraries(Path folder) throws IOException {
        Files.createDirectories(folder);
        int number = 0;
        for (String each : classPath()) {
            Path path = Path.of(each);
            if (Files.isRegularFile(path)) {
                Files.copy(path, folder.resolve(path.getFileName().toString()));
            } else if (Files.isDirectory(path) && !each.contains("test-classes")) {
                jar(path, folder.resolve("module" + number++ + ".jar"));
            }
        }
        return folder;
    }

    private static void jar(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            Files.walkFileTree(classes, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    out.putNextEntry(
                            new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                    Files.copy(file, out);
                    out.closeEntry();
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly();
    }
}
