package nbscope.io.internal.czi.profile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/// How the calling thread spends its time, from Java and from Linux's scheduler.
final class ThreadClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean MEASURED =
            THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
    private static final Path SCHEDULER = Path.of("/proc/thread-self/schedstat");

    private ThreadClock() {}

    /// Whether Java can say what a thread computes.
    static boolean measuresCpu() {
        return MEASURED;
    }

    static long cpuNanos() {
        return MEASURED ? THREADS.getCurrentThreadCpuTime() : 0;
    }

    /// 0 where the system does not say.
    static long runDelayNanos() {
        try {
            String[] fields = Files.readString(SCHEDULER).strip().split(" ");
            return fields.length < 2 ? 0 : Long.parseLong(fields[1]);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
