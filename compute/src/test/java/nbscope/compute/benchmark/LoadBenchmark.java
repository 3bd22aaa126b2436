package nbscope.compute.benchmark;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import nbscope.compute.BadPixelSearch;
import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.LoadOptions;
import nbscope.compute.LoadProgress;
import nbscope.compute.Memory;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;

/// Input bytes per second of a load from memory to memory, plain, searched and binned; then how much of the
/// process's memory comes back after `free()`. With `-XX:ActiveProcessorCount=1` the rates are those of one core.
///
/// From the module's folder: `java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED
/// -cp <test class path> nbscope.compute.benchmark.LoadBenchmark [rounds]`
public final class LoadBenchmark {
    private static final LoadOptions PLAIN = LoadOptions.standard()
            .device(Device.java())
            .progress(LoadProgress.SILENT)
            .badPixels(BadPixelSearch.NONE);

    private LoadBenchmark() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        for (DType dtype : new DType[] {DType.U8, DType.U16, DType.U32, DType.F32}) {
            rates(dtype, rounds);
        }
        memory();
    }

    private static void rates(DType dtype, int rounds) {
        Map<String, LoadOptions> ways = new LinkedHashMap<>();
        ways.put("as it is, no search", PLAIN);
        ways.put("as it is, bad pixels found", PLAIN.badPixels(BadPixelSearch.FIND));
        ways.put("detector by 2", PLAIN.detectorBin(2));
        ways.put("detector by 8", PLAIN.detectorBin(8));
        ways.put("scan by 2", PLAIN.scanBin(2));
        ways.put("detector by 2, mean", PLAIN.detectorBin(2).mean());
        ways.put("detector by 2, bad pixels found", PLAIN.detectorBin(2).badPixels(BadPixelSearch.FIND));
        try (var arena = Arena.ofShared()) {
            long bytes = 64L * 64 * 192 * 192 * dtype.bytes();
            var source = arena.allocate(bytes, 4096);
            fill(source, dtype);
            var data = DataSet.of(NdArray.of(source, dtype, 64, 64, 192, 192), 2);
            double[][] seconds = new double[ways.size()][rounds];
            for (int round = -2; round < rounds; round++) {
                int way = 0;
                for (LoadOptions options : ways.values()) {
                    long start = System.nanoTime();
                    DeviceStack.load(data, options).close();
                    if (round >= 0) {
                        seconds[way][round] = (System.nanoTime() - start) / 1e9;
                    }
                    way++;
                }
            }
            int way = 0;
            for (String name : ways.keySet()) {
                Arrays.sort(seconds[way]);
                print(
                        "%-4s %-34s median %6.2f GB/s  best %6.2f  worst %6.2f",
                        dtype.wireName(),
                        name,
                        bytes / seconds[way][rounds / 2] / 1e9,
                        bytes / seconds[way][0] / 1e9,
                        bytes / seconds[way][rounds - 1] / 1e9);
                way++;
            }
        }
    }

    /// Counts of 0 to 15, as whole numbers or floats.
    private static void fill(MemorySegment source, DType dtype) {
        long n = source.byteSize() / dtype.bytes();
        for (long i = 0; i < n; i++) {
            int hash = (int) i * 0x9E3779B1;
            int count = (hash ^ hash >>> 15) >>> 28;
            switch (dtype.bytes()) {
                case 1 -> source.set(ValueLayout.JAVA_BYTE, i, (byte) count);
                case 2 -> source.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) count);
                default ->
                    source.setAtIndex(
                            ValueLayout.JAVA_INT, i, dtype == DType.F32 ? Float.floatToIntBits(count) : count);
            }
        }
    }

    /// The process before, with and after a stack from a mapped file and its index; then 50 times more.
    private static void memory() throws IOException, InterruptedException {
        var file = Files.createTempFile("nbscope-load", ".npy");
        try {
            long bytes = write(file);
            cycle(file);
            long before = resident();
            long with = cycle(file);
            Thread.sleep(1000);
            long after = resident();
            print(
                    "a stack of %.0f MB and its index: process %.0f MB before, %.0f MB with it, %.0f MB one second"
                            + " after free(): %.1f %% of the data stay",
                    bytes / 1e6, before / 1e6, with / 1e6, after / 1e6, 100.0 * (after - before) / bytes);
            for (int i = 0; i < 50; i++) {
                cycle(file);
            }
            Thread.sleep(1000);
            print("after 50 more: %.0f MB, %.0f MB more than before", resident() / 1e6, (resident() - before) / 1e6);
            System.out.println(Memory.flushCache());
            System.out.println(Memory.report());
        } finally {
            Files.delete(file);
        }
    }

    /// @return the process's memory while the stack and its index are there
    private static long cycle(Path file) throws InterruptedException {
        try (var data = DataSet.open(file);
                var stack = DeviceStack.load(data, Device.java())) {
            for (int i = 0; i < 100 && Memory.report().cached() < stack.bytes(); i++) {
                stack.virtualImage(Detector.disk(10));
                Thread.sleep(10);
            }
            return resident();
        }
    }

    private static long resident() {
        return Memory.report().resident();
    }

    private static long write(Path file) throws IOException {
        String header = "{'descr': '<u2', 'fortran_order': False, 'shape': (64, 64, 128, 128), }";
        byte[] head = ("\u0093NUMPY\u0001\u0000v\u0000" + header + " ".repeat(117 - header.length()) + "\n")
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] pattern = new byte[64 * 128 * 128 * 2];
        for (int i = 0; i < pattern.length; i += 2) {
            pattern[i] = (byte) (i * 31 >>> 5 & 15);
        }
        try (var out = Files.newOutputStream(file)) {
            out.write(head);
            for (int row = 0; row < 64; row++) {
                out.write(pattern);
            }
        }
        return 64L * pattern.length;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
