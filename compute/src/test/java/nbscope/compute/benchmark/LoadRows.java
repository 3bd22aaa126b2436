package nbscope.compute.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.Memory;

/// Loading a file that the system has in memory, with the smallest and the largest value of it, which loading finds on
/// its way.
final class LoadRows {
    private static final long BESIDE_DATA = 16 << 20;

    private final Bench bench;
    private final DataFile file;

    LoadRows(Bench bench, DataFile file) {
        this.bench = bench;
        this.file = file;
    }

    void measure() {
        for (Device device : bench.devices()) {
            String name = "load with min and max, " + file.name() + ", " + Bench.name(device);
            if (bench.wants(name)) {
                measure(name, device);
            }
        }
    }

    private void measure(String name, Device device) {
        file.make(bench.peer());
        Memory.budget(file.bytes() + BESIDE_DATA);
        bench.peer().hold(file, Peer.Form.MAPPED);
        Map<String, Object> arguments = Map.of("name", Peer.Form.MAPPED.key());
        try (Limit limit = Limit.of(device, file.bytes())) {
            bench.peer().seconds("load_min_max", arguments);
            double[] expected = bench.peer().last();
            String first = String.format(Locale.ROOT, "the first here %.0f ms", 1e3 * ours(name, device, expected));
            Turns turns = Turns.together(
                    bench.rounds(),
                    () -> ours(name, device, expected),
                    List.of(() -> bench.peer().seconds("load_min_max", arguments)),
                    () -> limit.seconds(file.bytes()));
            bench.table()
                    .add(name, turns, 0, "NumPy copy, min, max", file.bytes(), file.bytes(), first, Goal.ratio(1.5));
        } finally {
            bench.peer().drop();
        }
    }

    private double ours(String name, Device device, double[] expected) {
        long start = System.nanoTime();
        try (DeviceStack stack = file.load(device)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            var found = stack.minMax();
            Check.equal(name, new double[] {found.min(), found.max()}, expected, 0);
            return seconds;
        }
    }
}
