package nbscope.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import nbscope.io.Compression.Codec;
import nbscope.io.Compression.Filter.Kind;
import nbscope.io.internal.blosc2.ArraySave;
import nbscope.io.internal.blosc2.Backend;
import nbscope.io.internal.bytes.Disk;

/// Milliseconds to compress and save an array of 96 x 256 x 512, on one thread and on all, beside python-blosc2 in the
/// same minute, to `/dev/shm` where there is one. Medians and minima. From `io/`:
/// `java -cp TEST_CLASS_PATH --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED
/// --sun-misc-unsafe-memory-access=allow nbscope.io.EncodeBenchmark [RUNS]`
final class EncodeBenchmark {
    private static final long[] SHAPE = {96, 256, 512};
    private static final int[] CHUNKS = {32, 64, 128};
    private static final int[] BLOCKS = {16, 16, 32};

    private static final String PEER = """
            import time
            x = np.fromfile(data, dtype=dtype).reshape(96, 256, 512)
            times = []
            for _ in range(runs):
                if os.path.exists(path):
                    os.remove(path)
                t = time.perf_counter()
                a = blosc2.asarray(x, urlpath=path, mode='w', chunks=(32, 64, 128), blocks=(16, 16, 32),
                    cparams=blosc2.CParams(codec=blosc2.Codec[codec], clevel=level, nthreads=threads,
                        filters=[blosc2.Filter[filter]], filters_meta=[0]))
                times.append(time.perf_counter() - t)
                del a
            result = [np.median(times) * 1e3, min(times) * 1e3, os.path.getsize(path)]
            """;

    private EncodeBenchmark() {}

    public static void main(String[] args) throws IOException {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        Path shm = Path.of("/dev/shm");
        Path folder = Files.createTempDirectory(
                Files.isDirectory(shm) ? shm : Path.of(System.getProperty("java.io.tmpdir")), "encode-benchmark");
        try (PythonPeer python = PythonPeer.start()) {
            run(python, folder, runs, DType.F32, Codec.ZSTD, 5, Kind.SHUFFLE);
            run(python, folder, runs, DType.F32, Codec.LZ4, 5, Kind.SHUFFLE);
            run(python, folder, runs, DType.U16, Codec.LZ4HC, 8, Kind.SHUFFLE);
            run(python, folder, runs, DType.F32, Codec.BLOSCLZ, 5, Kind.SHUFFLE);
            run(python, folder, runs, DType.U16, Codec.ZSTD, 5, Kind.BITSHUFFLE);
            run(python, folder, runs, DType.U16, Codec.LZ4, 5, Kind.BITSHUFFLE);
            run(python, folder, runs, DType.F32, Codec.ZLIB, 5, Kind.SHUFFLE);
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted((a, b) -> b.compareTo(a)).forEach(f -> f.toFile().delete());
            }
        }
    }

    private static void run(PythonPeer python, Path folder, int runs, DType dtype, Codec codec, int level, Kind filter)
            throws IOException {
        Compression compression = Compression.of(codec, level, filter);
        try (Arena shared = Arena.ofShared();
                Arena confined = Arena.ofConfined()) {
            MemorySegment data = smooth(dtype, shared);
            Path raw = folder.resolve("raw");
            Files.write(raw, data.toArray(ValueLayout.JAVA_BYTE));
            for (int threads : new int[] {1, 2}) {
                MemorySegment source =
                        threads == 1 ? confined.allocate(data.byteSize(), 64).copyFrom(data) : data;
                NdArray array = NdArray.of(source, dtype, SHAPE);
                Blosc2Spec spec = Blosc2Spec.of(ElementType.of(dtype), SHAPE, CHUNKS, BLOCKS)
                        .withCompression(compression);
                Path file = folder.resolve("ours.b2nd");
                double[] ms = new double[runs];
                for (int i = -3; i < runs; i++) {
                    long start = System.nanoTime();
                    ArraySave.save(file, array, spec, Backend.best(), Disk.real());
                    ms[Math.max(i, 0)] = (System.nanoTime() - start) / 1e6;
                }
                Arrays.sort(ms);
                var peer = python.run(
                        PEER,
                        Map.of(
                                "data",
                                raw.toString(),
                                "dtype",
                                dtype.numpy(),
                                "path",
                                folder.resolve("theirs.b2nd").toString(),
                                "runs",
                                runs,
                                "codec",
                                codec.name(),
                                "level",
                                level,
                                "threads",
                                threads,
                                "filter",
                                filter.name()));
                System.out.printf(
                        Locale.ROOT,
                        "%-8s %d %-10s %s threads %d: ours %6.1f (min %6.1f) ms, python %6.1f (%6.1f), speed %.2f (%.2f),"
                                + " size %.3f of python's%n",
                        codec.label(),
                        level,
                        filter.label(),
                        dtype.numpy(),
                        threads,
                        ms[runs / 2],
                        ms[0],
                        peer.get(0).asDouble(),
                        peer.get(1).asDouble(),
                        peer.get(0).asDouble() / ms[runs / 2],
                        peer.get(1).asDouble() / ms[0],
                        (double) Files.size(file) / peer.get(2).asLong());
            }
        }
    }

    /// Slow waves with a little noise.
    private static MemorySegment smooth(DType dtype, Arena arena) {
        int count = 96 * 256 * 512;
        MemorySegment data = arena.allocate((long) count * dtype.bytes(), 64);
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < count; i++) {
            double v = 1000 * Math.sin(i % 512 / 40.0) * Math.cos((i >> 9) % 256 / 30.0)
                    + i / 131072.0
                    + random.nextGaussian();
            if (dtype == DType.F32) {
                data.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (Math.rint(v * 16) / 16));
            } else {
                data.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (v + 2000));
            }
        }
        return data;
    }
}
