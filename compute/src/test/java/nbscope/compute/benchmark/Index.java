package nbscope.compute.benchmark;

import java.util.Arrays;
import nbscope.compute.Detector;
import nbscope.compute.DeviceStack;
import nbscope.compute.Memory;

/// Waits until the background has made the index of a stack.
final class Index {
    private static final long LONGEST_NANOS = 120_000_000_000L;

    private Index() {}

    /// Asks for an image, and waits for the index that the asking starts.
    ///
    /// @return seconds from that image on
    static double make(DeviceStack stack) {
        stack.virtualImage(Detector.point(0, 0));
        long start = System.nanoTime();
        long end = start;
        boolean noted = false;
        while (!noted || isBuilding()) {
            if (System.nanoTime() - start > LONGEST_NANOS) {
                throw new IllegalStateException("there is no index after two minutes:\n" + Memory.report());
            }
            Turns.pause(1);
            noted |= Memory.report().lines().stream().anyMatch(l -> l.what().startsWith("index"));
            end = isBuilding() ? System.nanoTime() : end;
        }
        if (Memory.report().lines().stream().noneMatch(l -> l.what().startsWith("index"))) {
            throw new IllegalStateException("the index was not kept:\n" + Memory.report());
        }
        return (end - start) / 1e9;
    }

    /// Whether the thread that makes indexes is at work and not waiting for some.
    private static boolean isBuilding() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(e -> e.getKey().getName().equals("nbscope-index"))
                .anyMatch(e -> Arrays.stream(e.getValue())
                        .anyMatch(f -> f.getClassName().startsWith("nbscope.")));
    }
}
