package nbscope.io.benchmark;

import java.util.List;
import java.util.function.DoubleSupplier;

/// Measures several sides in turn: the machine's speed changes from second to second, so that only neighbours
/// can be compared.
public final class Turns {
    private static final double WARM_UP_SECONDS = 2;
    private static final int WARM_UP_RUNS = 3;

    private Turns() {}

    /// @param sides each of them gives the seconds of one run
    /// @return for each side the seconds of all rounds
    public static double[][] of(int rounds, List<? extends DoubleSupplier> sides) {
        double[][] all = new double[sides.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < sides.size(); i++) {
                // Who comes first changes, so that nobody always finds what another one left in the caches.
                int side = round % 2 == 0 ? i : sides.size() - 1 - i;
                all[side][round] = sides.get(side).getAsDouble();
            }
        }
        return all;
    }

    /// Runs of ours until the JVM has compiled them.
    public static void warmUp(DoubleSupplier ours) {
        long start = System.nanoTime();
        for (int i = 0; i < WARM_UP_RUNS || System.nanoTime() - start < WARM_UP_SECONDS * 1e9; i++) {
            double _ = ours.getAsDouble();
        }
    }
}
