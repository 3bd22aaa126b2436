package nbscope.kernel.own;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import nbscope.kernel.own.internal.ConnectionFile;
import nbscope.kernel.own.internal.Kernel;
import nbscope.kernel.own.internal.Rehearsal;
import nbscope.kernel.own.internal.StartCache;

/// The kernel's process: `java … nbscope.kernel.own.KernelMain <connection file>`.
///
/// Jupyter starts it in the notebook's folder, which it does not change. Ends with status 0 when the front end asks, or
/// when the process that started it is gone; with 2 and a sentence when the connection file cannot be used.
public final class KernelMain {
    private KernelMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("found " + arguments.length
                    + " arguments, expected one: the connection file that Jupyter writes when it starts a kernel");
            System.exit(2);
        }
        // Libraries that cells use (Tablesaw) would print three lines about it below the first cell that does.
        System.getProperties().putIfAbsent("slf4j.internal.verbosity", "ERROR");
        boolean training = arguments[0].equals(StartCache.TRAINING);
        ConnectionFile connection;
        try {
            connection = training ? ConnectionFile.free() : ConnectionFile.read(Path.of(arguments[0]));
        } catch (IOException e) {
            System.err.println("the connection file cannot be used: " + e.getMessage());
            System.exit(2);
            return;
        }
        Kernel kernel = new Kernel(connection);
        if (training) {
            train(kernel);
        } else {
            Rehearsal.start(kernel);
            endWithParent(kernel);
            kernel.awaitShutdown();
            haltLater();
        }
        kernel.close();
        System.exit(0);
    }

    /// The classes that start, first cell and first picture load.
    private static void train(Kernel kernel) throws InterruptedException {
        kernel.awaitWarm();
        try {
            Rehearsal.train();
        } catch (IOException e) {
            System.err.println("the class archive stays without the first picture and drag: " + e.getMessage());
        }
    }

    /// A Jupyter server that is killed cannot say good-bye.
    private static void endWithParent(Kernel kernel) {
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent != null && parent.matches("\\d{1,10}")) {
            ProcessHandle.of(Long.parseLong(parent))
                    .ifPresent(process -> process.onExit().thenRun(kernel::shutdown));
        }
    }

    /// A shutdown hook of a library must not keep the kernel.
    private static void haltLater() {
        Thread guard = new Thread(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(900);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(0);
        });
        guard.setDaemon(true);
        guard.start();
    }
}
