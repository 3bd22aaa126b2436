package nbscope.compute.benchmark;

import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.Memory;
import nbscope.compute.RoundDetector;
import nbscope.io.DType;

/// What comes back: `free()` against the ledger and against what the system says of the process.
final class MemoryRows {
    private static final int CYCLES = 50;

    private final Bench bench;

    MemoryRows(Bench bench) {
        this.bench = bench;
    }

    void measure() {
        Memory.budget(8L << 30);
        free(bench.file(256, 96, DType.U16));
        cycles();
    }

    private void free(DataFile file) {
        String returned = "free(): bytes returned of those accounted, " + file.name();
        String resident = "free(): resident after a second over before, of the data, " + file.name();
        if (!bench.wants(returned) && !bench.wants(resident)) {
            return;
        }
        file.make(bench.peer());
        int runs = bench.quick() ? 3 : 5;
        double[] part = new double[runs];
        double[] left = new double[runs];
        // Once more at the start: code and buffers that are loaded only then are no part of the data.
        for (int run = -1; run < runs; run++) {
            System.gc();
            long before = Memory.report().resident();
            long empty = Memory.report().total();
            DeviceStack stack = file.load(Device.java());
            stack.virtualImage(disk(file));
            stack.sumPattern();
            Index.make(stack);
            long accounted = Memory.report().total() - empty;
            long freed = stack.free();
            Memory.flushCache();
            // The heap that the Java machine keeps for garbage is no part of the stack, before nor after.
            System.gc();
            Turns.pause(1000);
            if (run >= 0) {
                part[run] = 100.0 * freed / accounted;
                left[run] = 100.0 * (Memory.report().resident() - before) / file.bytes();
            }
        }
        bench.table().add(returned, "%", part, null, Goal.atLeast(100));
        bench.table().add(resident, "%", left, null, Goal.atMost(5));
    }

    private static RoundDetector disk(DataFile file) {
        return Detector.disk(file.scaled(20));
    }

    /// 256 MiB each.
    private void cycles() {
        String name = CYCLES + " times load and free of 256 MB: the process grows by";
        if (!bench.wants(name)) {
            return;
        }
        DataFile file = new DataFile(bench.folder(), 0, 128, 90, DType.U16);
        file.make(bench.peer());
        long before = 0;
        for (int i = -5; i < CYCLES; i++) {
            if (i == 0) {
                System.gc();
                before = Memory.report().resident();
            }
            try (DeviceStack stack = file.load(Device.java())) {
                stack.virtualImage(disk(file));
            }
        }
        System.gc();
        Memory.flushCache();
        Turns.pause(1000);
        double grown = (Memory.report().resident() - before) / 1e6;
        bench.table().add(name, "MB", new double[] {grown}, null, Goal.atMost(50));
    }
}
