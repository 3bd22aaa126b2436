package nbscope.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// `patch-aligned` beside `mlarray` on every case of the table: size of the file (LZ4HC 8 with shuffle, as
/// mlarray writes) and time of a patch, one thread, at the origin and at random places, read by us and by
/// python-blosc2. Smooth data with noise and Poisson counts. Ratios below 1 are better than mlarray's
/// layout. From `io/`, after a build: `java -cp CLASS_PATH --add-modules jdk.incubator.vector
/// --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow nbscope.io.LayoutBenchmark
/// FOLDER [PART OF A CASE'S NAME]`
final class LayoutBenchmark {
    private static final int WARM_UP = 8;
    private static final int RUNS = 21;
    private static final long ASKED = 400L << 20;
    private static final Compression COMPRESSION =
            Compression.of(Compression.Codec.LZ4HC, 8, Compression.Filter.Kind.SHUFFLE);
    private static final String READ = """
            import time
            array = blosc2.open(path, mmap_mode='r', dparams={'nthreads': 1})
            result = []
            for corner in corners:
                box = tuple(slice(c, c + n) for c, n in zip(corner, shape))
                start = time.perf_counter()
                array[box]
                result.append(time.perf_counter() - start)
            """;

    private LayoutBenchmark() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        System.out.printf("%-58s %-8s %6s  %15s  %15s%n", "", "", "", "our reader", "python-blosc2");
        System.out.printf(
                "%-58s %-8s %6s  %7s %7s  %7s %7s  %s%n",
                "case", "data", "size", "origin", "random", "origin", "random", "decoded / asked on average");
        try (PythonPeer python = PythonPeer.start()) {
            for (LayoutCases.Case c : LayoutCases.all().toList()) {
                if (args.length < 2 || c.toString().contains(args[1])) {
                    measure(c, "smooth", folder, python);
                    measure(c, "counts", folder, python);
                }
            }
        }
    }

    private static void measure(LayoutCases.Case c, String data, Path folder, PythonPeer python) throws IOException {
        LayoutRequest request = c.request().caches(CacheSizes.ofMachine());
        DType dtype = Arrays.stream(DType.values())
                .filter(d -> d.numpy().equals(c.dtype()))
                .findFirst()
                .orElseThrow();
        List<Path> files = new ArrayList<>();
        double[] amplification = new double[2];
        try (Arena arena = Arena.ofShared()) {
            NdArray array = NdArray.of(values(dtype, request.shape(), data, arena), dtype, request.shape());
            for (LayoutStrategy strategy : List.of(LayoutStrategy.PATCH_ALIGNED, LayoutStrategy.MLARRAY)) {
                ChunkLayout layout = strategy.layout(request);
                amplification[files.size()] =
                        LayoutAdvisor.explain(layout, request.box()).amplificationRandom();
                Path file = folder.resolve(strategy + ".b2nd");
                Files.deleteIfExists(file);
                Blosc2.save(file, array, layout.chunks(), layout.blocks(), COMPRESSION);
                files.add(file);
            }
        }
        List<long[]> origin = new ArrayList<>();
        List<long[]> random = new ArrayList<>();
        SplittableRandom places = new SplittableRandom(20261121);
        for (int i = 0; i < WARM_UP + RUNS; i++) {
            origin.add(new long[request.rank()]);
            long[] corner = new long[request.rank()];
            Arrays.setAll(corner, k -> places.nextLong(request.shape()[k] - request.box()[k] + 1));
            random.add(corner);
        }
        System.out.printf(
                Locale.ROOT,
                "%-58s %-8s %6.3f  %7.2f %7.2f  %7.2f %7.2f  %.3f, mlarray %.3f%n",
                c,
                data,
                (double) Files.size(files.get(0)) / Files.size(files.get(1)),
                ours(files, origin, request.box()),
                ours(files, random, request.box()),
                theirs(files, origin, request.box(), python),
                theirs(files, random, request.box(), python),
                amplification[0],
                amplification[1]);
    }

    /// Median of the ratios of neighbouring reads.
    private static double ours(List<Path> files, List<long[]> corners, long[] box) {
        try (Blosc2Array first = Blosc2.open(files.get(0));
                Blosc2Array second = Blosc2.open(files.get(1));
                Arena arena = Arena.ofConfined()) {
            long bytes = Region.whole(box).elements() * first.elementType().bytes();
            MemorySegment out = arena.allocate(bytes, 64);
            // Short reads are compiled after thousands of blocks, not after eight.
            int rounds = Math.clamp(ASKED / bytes / corners.size(), 1, 40);
            double[] ratios = new double[RUNS];
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < corners.size(); i++) {
                    Region region = new Region(corners.get(i), box);
                    long start = System.nanoTime();
                    first.read(region, out);
                    long middle = System.nanoTime();
                    second.read(region, out);
                    if (i >= WARM_UP) {
                        ratios[i - WARM_UP] = (double) (middle - start) / (System.nanoTime() - middle);
                    }
                }
            }
            return BenchTable.median(ratios);
        }
    }

    private static double theirs(List<Path> files, List<long[]> corners, long[] box, PythonPeer python) {
        double[][] seconds = new double[2][RUNS];
        for (int file = 0; file < 2; file++) {
            JsonNode times =
                    python.run(READ, Map.of("path", files.get(file).toString(), "corners", corners, "shape", box));
            for (int i = 0; i < RUNS; i++) {
                seconds[file][i] = times.get(i + WARM_UP).asDouble();
            }
        }
        return BenchTable.median(seconds[0]) / BenchTable.median(seconds[1]);
    }

    private static MemorySegment values(DType dtype, long[] shape, String data, Arena arena) {
        long elements = Region.whole(shape).elements();
        MemorySegment out = arena.allocate(elements * dtype.bytes(), 64);
        SplittableRandom random = new SplittableRandom(1);
        double[] noise = random.doubles(1 << 16, -1, 1).toArray();
        int parts = dtype == DType.C128 ? 2 : 1;
        long[] at = new long[shape.length];
        for (long i = 0; i < elements; i++) {
            double value;
            if (data.equals("counts")) {
                double chance = random.nextDouble();
                value = chance < 0.741 ? 0 : chance < 0.963 ? 1 : chance < 0.996 ? 2 : 3;
            } else {
                value = 0.03 * noise[random.nextInt() & 0xffff];
                for (int k = 0; k < shape.length; k++) {
                    value += Math.sin(6.0 * at[k] / shape[k] * (k + 1.3));
                }
            }
            for (int part = 0; part < parts; part++) {
                put(out, dtype, i * parts + part, data.equals("counts") ? value : value + shape.length, shape.length);
            }
            for (int k = shape.length - 1; k >= 0 && ++at[k] == shape[k]; k--) {
                at[k] = 0;
            }
        }
        return out;
    }

    /// Smooth values lie between 0 and twice the rank; integers get them on a larger scale, counts as they
    /// are.
    private static void put(MemorySegment out, DType dtype, long i, double value, int rank) {
        boolean count = value == Math.rint(value) && value < 4;
        double scaled = count ? value : value / (2.1 * rank) * (dtype.bytes() == 1 ? 250 : 4000);
        switch (dtype) {
            case U8 -> out.set(ValueLayout.JAVA_BYTE, i, (byte) scaled);
            case U16, I16 -> out.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) scaled);
            case F32 -> out.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
            default -> out.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value);
        }
    }
}
