package nbscope.kernel.own.internal;

import java.util.Arrays;

/// Stands for a library on the class path: code that was not compiled from a cell.
public final class ForeignLibrary {
    private static volatile boolean stopDeaf;

    private ForeignLibrary() {}

    /// Spins and never looks at interrupts.
    public static void deafLoop() {
        long[] values = new long[16];
        while (!stopDeaf) {
            Arrays.setAll(values, i -> values[i] + i);
        }
    }

    static void endDeafLoop() {
        stopDeaf = true;
    }

    public static void print() {
        System.out.println("µm");
        System.err.println("warning");
    }

    public static void misuse() {
        throw new IllegalArgumentException("found 3 axes, expected 4");
    }
}
