package nbscope.spark.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/// The jars that the workers get from the driver, each once. Folders of classes are packed into jars. Safe from any
/// thread.
public final class Jars implements AutoCloseable {
    /// A class of each jar that nbscope needs on a worker.
    private static final List<String> NEEDED = List.of(
            "nbscope.io.DataSet",
            "nbscope.compute.udf.Udf",
            "nbscope.spark.SparkExecutor",
            "io.airlift.compress.v3.zstd.ZstdDecompressor",
            "io.jhdf.HdfFile");

    private final SparkContext context;

    // Guarded by this.
    private final Map<Path, Path> sent = new HashMap<>();
    private @Nullable Path folder;

    public Jars(SparkContext context) {
        this.context = context;
    }

    /// nbscope itself, where the workers are in other processes.
    public void sendNeeded() {
        var classes = new CellClasses();
        for (String name : NEEDED) {
            try {
                classes.reached(Class.forName(name, false, Jars.class.getClassLoader()));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("a jar of nbscope is missing, the one with " + name, e);
            }
        }
        classes.jars().forEach(this::send);
    }

    /// Sends a jar, or a folder of classes, unless the workers share this process or have it already.
    public synchronized void send(Path jar) {
        if (context.isLocal() || sent.containsKey(jar)) {
            return;
        }
        try {
            Path file = Files.isDirectory(jar) ? packed(jar) : jar;
            sent.put(jar, file);
            context.addJar(file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("the classes in " + jar + " cannot be sent to Spark's workers", e);
        }
    }

    private Path packed(Path classes) throws IOException {
        if (folder == null) {
            folder = Files.createTempDirectory("nbscope-spark-jars");
        }
        Path jar = folder.resolve("classes-" + sent.size() + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                var out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
                String name = classes.relativize(each).toString().replace('\\', '/');
                out.putNextEntry(new JarEntry(name));
                Files.copy(each, out);
            }
        }
        return jar;
    }

    /// Removes what was packed.
    @Override
    public synchronized void close() {
        if (folder == null) {
            return;
        }
        for (Path jar : sent.values()) {
            if (jar.startsWith(folder)) {
                jar.toFile().delete();
            }
        }
        folder.toFile().delete();
        folder = null;
    }
}
