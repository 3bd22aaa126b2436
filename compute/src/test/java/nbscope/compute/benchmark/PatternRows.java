package nbscope.compute.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.Memory;
import nbscope.io.DType;

/// One pattern at a time, at scattered scan positions.
final class PatternRows {
    /// Calls in one run.
    private static final int CALLS = 500;

    private final Bench bench;
    private final DataFile file;

    PatternRows(Bench bench, DataFile file) {
        this.bench = bench;
        this.file = file;
    }

    void measure() {
        for (Device device : bench.devices()) {
            String name = "pattern at a position, " + file.name() + ", " + Bench.name(device);
            if (bench.wants(name)) {
                measure(name, device);
            }
        }
    }

    private void measure(String name, Device device) {
        file.make(bench.peer());
        Memory.budget(2 * file.bytes());
        bench.peer().hold(file, Peer.Form.MAPPED);
        Map<String, Object> arguments = Map.of("name", Peer.Form.MAPPED.key(), "calls", CALLS);
        try (DeviceStack stack = file.load(device);
                Limit limit = Limit.of(device, 1 << 20)) {
            bench.peer().ask("one_pattern", Map.of("name", Peer.Form.MAPPED.key(), "position", position(1)));
            int at = position(1);
            Check.equal(
                    name,
                    stack.pattern(at / file.scan(), at % file.scan()),
                    bench.peer().last(),
                    file.dtype() == DType.F32 ? Check.FLOATS : 0);
            Turns turns = Turns.together(
                    bench.rounds(),
                    () -> ours(stack),
                    List.of(() -> bench.peer().seconds("patterns", arguments)),
                    () -> limit.seconds(1 << 20));
            bench.table()
                    .add(
                            name,
                            "ms",
                            scaled(turns.ours()),
                            scaled(turns.peers().getFirst()),
                            "NumPy copy",
                            null,
                            Goal.atMost(0.1));
        } finally {
            bench.peer().drop();
        }
    }

    private static double[] scaled(double[] seconds) {
        return Arrays.stream(seconds).map(s -> 1e3 * s).toArray();
    }

    private int position(int i) {
        return (int) (i * 104729L % file.positions());
    }

    /// The median of many calls.
    private double ours(DeviceStack stack) {
        double[] seconds = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            int at = position(i);
            long start = System.nanoTime();
            stack.pattern(at / file.scan(), at % file.scan());
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        return Table.median(seconds);
    }
}
