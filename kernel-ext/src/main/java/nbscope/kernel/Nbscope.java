package nbscope.kernel;

import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/// Switches nbscope on in the Java kernel that runs this notebook: `nbscope.kernel.Nbscope.start();`
///
/// It connects widgets to the kernel, imports `nbscope.io.*`, `nbscope.compute.*` and `nbscope.widgets.*` into the
/// notebook, takes the wait of 50 ms out of the kernel's message loop (`-Dnbscope.keepSleep=true`, or
/// `System.setProperty("nbscope.keepSleep", "true")` before the call, keeps it), and prints what it did. It may be
/// called again; nothing happens twice. Call it from a cell.
///
/// This class is compiled for Java 11 and names no class of a newer release: on a kernel that runs an older Java than
/// nbscope needs, it prints a sentence that says so and does nothing else.
public final class Nbscope {
    private static final int NEEDED = 25;

    private Nbscope() {}

    /// Starts nbscope in the kernel of this process, which is found by the names of the known kernels.
    public static void start() {
        start(null);
    }

    /// Starts nbscope in a kernel that cannot be found by name: `kernel` is the kernel object itself, which extends a
    /// base kernel class that nbscope knows.
    public static void start(@Nullable Object kernel) {
        String sentence = tooOld(System.getProperty("java.specification.version", "unknown"));
        System.out.println(sentence != null ? sentence : run(kernel));
    }

    /// The sentence for a Java that is too old, or null when this version of the specification ("25", "17", "1.8") is
    /// new enough.
    static @Nullable String tooOld(String version) {
        int feature;
        try {
            feature = Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
        } catch (NumberFormatException e) {
            feature = 0;
        }
        return feature >= NEEDED
                ? null
                : "nbscope needs Java " + NEEDED + " or newer, but this kernel runs Java " + version
                        + ". Install a JDK " + NEEDED
                        + ", put its java into the argv of the kernel's kernel.json (jupyter kernelspec list shows where"
                        + " that lies), and restart the kernel.";
    }

    private static String run(@Nullable Object kernel) {
        try {
            return (String) Class.forName("nbscope.kernel.internal.Starter", true, Nbscope.class.getClassLoader())
                    .getMethod("start", Object.class)
                    .invoke(null, kernel);
        } catch (InvocationTargetException e) {
            return "nbscope could not start: " + e.getCause();
        } catch (ReflectiveOperationException | LinkageError e) {
            return "nbscope could not start, its installation is not complete: " + e;
        }
    }
}
