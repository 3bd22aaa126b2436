package nbscope.kernel.own.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import nbscope.compute.Detector;
import nbscope.compute.DeviceStack;
import nbscope.io.DataSet;
import nbscope.widgets.Panel;
import nbscope.widgets.Show4DSTEM;

/// Walks the way from a file to a picture once, on a file of a kilobyte, while the person still reads the page: classes
/// are loaded, native codecs bound, OpenCL drivers asked. The first real picture then does not wait for that.
public final class Rehearsal {
    private Rehearsal() {}

    /// Starts on a daemon thread as soon as JShell is warm; returns at once. A failure costs nothing but the time
    /// saved.
    public static void start(Kernel kernel) {
        Threads.daemon(
                        () -> {
                            try {
                                kernel.awaitWarm();
                                run();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } catch (IOException | RuntimeException | LinkageError e) {
                                Log.failure("the rehearsal of the first picture failed", e);
                            }
                        },
                        "nbscope-rehearsal")
                .start();
    }

    /// One walk, on this thread. Leaves no file and no memory behind.
    public static void run() throws IOException {
        Path folder = Files.createTempDirectory("nbscope-rehearsal");
        Path file = folder.resolve("rehearsal.b2nd");
        Path picture = folder.resolve("rehearsal.png");
        try {
            try (InputStream stored = Rehearsal.class.getResourceAsStream("rehearsal.b2nd")) {
                Files.copy(Objects.requireNonNull(stored, "rehearsal.b2nd"), file);
            }
            try (DataSet data = DataSet.open(file);
                    DeviceStack stack = DeviceStack.load(data)) {
                Show4DSTEM.of(stack).detector(Detector.annulus(1, 3)).savePixels(picture, Panel.BOTH);
            }
        } finally {
            Files.deleteIfExists(picture);
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }
}
