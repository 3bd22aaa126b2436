package nbscope.kernel.own.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The class archive (CDS) of the kernel: JShell, javac and our classes already parsed, which makes the start and the
/// first cell faster. The JVM checks that it fits java and jars, and goes without it when it does not.
public final class StartCache {
    /// Argument of the kernel's main class: start everything once, then end.
    public static final String TRAINING = "--train";

    private static final long PATIENCE_SECONDS = 60;

    private StartCache() {}

    /// The class path of a folder of jars.
    public static String classPath(Path libraries) {
        return libraries + File.separator + "*";
    }

    /// Runs the kernel once and keeps its classes; about five seconds.
    ///
    /// @return null when that does not work here: the kernel then starts without
    public static @Nullable Path create(Path java, List<String> flags, Path libraries, Path folder) throws IOException {
        Path archive = folder.resolve("classes.jsa");
        Files.deleteIfExists(archive);
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(flags);
        command.add("-XX:ArchiveClassesAtExit=" + archive);
        command.add("-Xlog:cds=off");
        command.add("-Xlog:aot=off");
        command.add("-cp");
        command.add(classPath(libraries));
        command.add("nbscope.kernel.own.KernelMain");
        command.add(TRAINING);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return Files.isRegularFile(archive) ? archive : null;
    }
}
