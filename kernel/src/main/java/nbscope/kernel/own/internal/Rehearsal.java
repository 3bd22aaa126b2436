package nbscope.kernel.own.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import nbscope.compute.Detector;
import nbscope.compute.DeviceStack;
import nbscope.io.DataSet;
import nbscope.widgets.Panel;
import nbscope.widgets.RehearsalWidget;
import nbscope.widgets.Show4DSTEM;

/// Walks the way from a file to a picture, and drags a detector over it, on a file of a kilobyte and over its own
/// sockets, while the person still reads the page: classes are loaded, native codecs bound, OpenCL drivers asked, and
/// the way of a gesture is compiled. The first real picture and the first real drag then do not wait for that.
public final class Rehearsal {
    /// A method is compiled after two hundred calls, and again, better, after some thousand.
    private static final int GESTURES = 1_200;

    /// Enough to load the classes of a drag.
    private static final int GESTURES_IN_TRAINING = 20;

    private static final long PAUSE_MILLIS = 50;
    private static final long CALM_MILLIS = 300;

    private Rehearsal() {}

    /// Starts on a daemon thread as soon as JShell is warm; returns at once. Gives way to cells, and ends
    /// at the first real drag. A failure costs nothing but the time saved.
    public static void start(Kernel kernel) {
        Threads.daemon(
                        () -> {
                            try {
                                kernel.awaitWarm();
                                run(GESTURES, kernel::isRunningCell, kernel::wasDragged);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } catch (IOException | RuntimeException | LinkageError e) {
                                Log.failure("the rehearsal of the first picture failed", e);
                            }
                        },
                        "nbscope-rehearsal")
                .start();
    }

    /// One short walk on this thread, so that a class archive holds what it needs.
    public static void train() throws IOException, InterruptedException {
        run(GESTURES_IN_TRAINING, () -> false, () -> false);
    }

    /// Leaves no file and no memory behind.
    static void run(int gestures, BooleanSupplier busy, BooleanSupplier enough)
            throws IOException, InterruptedException {
        RehearsalWidget widget = firstPicture();
        ConnectionFile connection = ConnectionFile.free();
        try (Conversation conversation = new Conversation(connection, restart -> {});
                RehearsalFrontEnd page = new RehearsalFrontEnd(connection)) {
            conversation.start();
            page.listen();
            widget.show(conversation.host());
            page.mount();
            for (int i = 0; i < gestures && !enough.getAsBoolean(); i++) {
                giveWay(busy);
                page.gesture();
            }
        }
    }

    /// Waits while a cell runs, and a moment longer: the page has to show what came of it.
    private static void giveWay(BooleanSupplier busy) throws InterruptedException {
        boolean waited = false;
        while (busy.getAsBoolean()) {
            Thread.sleep(PAUSE_MILLIS);
            waited = true;
        }
        if (waited) {
            Thread.sleep(CALM_MILLIS);
        }
    }

    /// Of this process: other kernels may rehearse at the same time.
    static String folderPrefix() {
        return "nbscope-rehearsal-" + ProcessHandle.current().pid() + "-";
    }

    private static RehearsalWidget firstPicture() throws IOException {
        Path folder = Files.createTempDirectory(folderPrefix());
        Path file = folder.resolve("rehearsal.b2nd");
        Path picture = folder.resolve("rehearsal.png");
        try {
            try (InputStream stored = Rehearsal.class.getResourceAsStream("rehearsal.b2nd")) {
                Files.copy(Objects.requireNonNull(stored, "rehearsal.b2nd"), file);
            }
            try (DataSet data = DataSet.open(file);
                    DeviceStack stack = DeviceStack.load(data)) {
                Show4DSTEM.of(stack).detector(Detector.annulus(1, 3)).savePixels(picture, Panel.BOTH);
                return RehearsalWidget.of(stack);
            }
        } finally {
            Files.deleteIfExists(picture);
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }
}
