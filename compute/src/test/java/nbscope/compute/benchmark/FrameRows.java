package nbscope.compute.benchmark;

import java.util.Arrays;
import java.util.Map;
import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.Memory;
import nbscope.compute.RoundDetector;
import nbscope.io.DType;

/// Another frame of a series.
final class FrameRows {
    private static final int CALLS = 1000;
    private static final int RUNS = 5;

    private final Bench bench;

    FrameRows(Bench bench) {
        this.bench = bench;
    }

    void measure() {
        DataFile file = new DataFile(bench.folder(), 8, 32, 96, DType.U16);
        String name = "switch to another frame, " + file.name() + ", Java";
        if (!bench.wants(name)) {
            return;
        }
        file.make(bench.peer());
        Memory.budget(4 * file.bytes());
        bench.peer().hold(file, Peer.Form.MAPPED);
        try (DeviceStack stack = file.load(Device.java())) {
            check(name, file, stack);
            double[] medians = new double[RUNS];
            for (int run = -1; run < RUNS; run++) {
                double[] ms = new double[CALLS];
                for (int i = 0; i < CALLS; i++) {
                    long start = System.nanoTime();
                    DeviceStack frame = stack.frame(i * 5 % stack.frames());
                    ms[i] = (System.nanoTime() - start) / 1e6;
                    if (frame.isFreed()) {
                        throw new IllegalStateException("a frame of a stack that is loaded says that it is freed");
                    }
                }
                medians[Math.max(run, 0)] = Table.median(ms);
            }
            bench.table().add(name, "ms", medians, null, Goal.atMost(0.05));
        } finally {
            bench.peer().drop();
        }
    }

    private void check(String name, DataFile file, DeviceStack stack) {
        RoundDetector disk = Detector.disk(file.scaled(20));
        bench.peer().ask("reference", Map.of("name", Peer.Form.MAPPED.key(), "detector", file.describe(disk)));
        double[] all = bench.peer().last();
        for (int f = 0; f < stack.frames(); f++) {
            double[] expected = Arrays.copyOfRange(all, f * file.positions(), (f + 1) * file.positions());
            Check.equal(name, stack.frame(f).virtualImage(disk), expected, 0);
        }
    }
}
