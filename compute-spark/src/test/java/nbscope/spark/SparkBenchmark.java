package nbscope.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import nbscope.compute.udf.CenterOfMass;
import nbscope.compute.udf.EmbeddedExecutor;
import nbscope.compute.udf.Sum;
import nbscope.compute.udf.SumSig;
import nbscope.compute.udf.Udf;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.Blosc2;
import nbscope.io.Compression;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.NdArray;
import nbscope.io.RawOptions;
import org.jspecify.annotations.Nullable;

/// Spark beside the cores of one process, and two workers beside one: part of `./nbscope bench datasets --only spark`.
/// Arguments: folder of the data, JSON file, `--small` (a fourth of the scan's rows), `--quick`, parts of rows' names.
public final class SparkBenchmark {
    private static final int SIDE = 128;

    /// What a job on Spark may cost beside the same job here, its context being up.
    private static final double SURCHARGE_SECONDS = 0.3;

    /// The columns of all benchmarks' tables.
    record Row(
            String name,
            String unit,
            double ours,
            double peer,
            double ratio,
            double spread,
            int runs,
            String peerName,
            double peerSpread,
            @Nullable Double limit,
            @Nullable Double ofLimit,
            double load,
            @Nullable String note,
            String goal,
            boolean met) {}

    private final Path folder;
    private final int rows;
    private final int rounds;
    private final List<String> only;
    private final List<Row> table = new ArrayList<>();

    private SparkBenchmark(Path folder, boolean small, boolean quick, List<String> only) {
        this.folder = folder;
        this.rows = small ? SIDE / 4 : SIDE;
        this.rounds = quick ? 5 : 11;
        this.only = only;
    }

    public static void main(String[] args) throws IOException {
        List<String> words = new ArrayList<>(List.of(args).subList(2, args.length));
        boolean small = words.remove("--small");
        boolean quick = words.remove("--quick");
        Path folder = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
        var bench = new SparkBenchmark(folder, small, quick, words);
        bench.besideEmbedded();
        bench.workers();
        new ObjectMapper().writeValue(Path.of(args[1]).toFile(), bench.table);
    }

    private boolean wants(String row) {
        return only.isEmpty() || only.stream().anyMatch(row::contains);
    }

    private Path raw() throws IOException {
        Path file = folder.resolve("spark-" + rows + ".raw");
        long frame = 2L * SIDE * SIDE;
        if (Files.exists(file) && Files.size(file) == (long) rows * SIDE * frame) {
            return file;
        }
        Random random = new Random(20261122);
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer line = ByteBuffer.allocate((int) (SIDE * frame)).order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 0; row < rows; row++) {
                line.clear();
                while (line.hasRemaining()) {
                    line.putShort((short) random.nextInt(100));
                }
                line.flip();
                out.write(line);
            }
        }
        return file;
    }

    /// The same numbers by zlib, whose decoding takes longer than anything else.
    private Path packed() throws IOException {
        Path file = folder.resolve("spark-" + rows + "-zlib.b2nd");
        if (!Files.exists(file)) {
            var layout = RawOptions.of(nbscope.io.DType.U16, rows, SIDE, SIDE, SIDE);
            try (NdArray array = NdArray.open(raw(), layout)) {
                int[] chunks = {1, 16, SIDE, SIDE};
                int[] blocks = {1, 4, SIDE, SIDE};
                Blosc2.save(file, array, chunks, blocks, Compression.of(Compression.Codec.ZLIB, 1));
            }
        }
        return file;
    }

    private void besideEmbedded() throws IOException {
        Map<String, Udf<?>> cases = new java.util.LinkedHashMap<>();
        cases.put("sum", new Sum());
        cases.put("sumsig", new SumSig());
        cases.put("com", new CenterOfMass());
        cases.keySet().removeIf(name -> !wants(nameOf(name)));
        if (cases.isEmpty()) {
            return;
        }
        var options = DataSetOptions.none()
                .format("raw")
                .nav(rows, SIDE)
                .sig(SIDE, SIDE)
                .dtype("<u2");
        try (DataSet data = DataSet.open(raw(), options);
                var spark = SparkExecutor.local(2);
                var embedded = new EmbeddedExecutor(2)) {
            UdfRunner runner = UdfRunner.of(data);
            cases.forEach((name, udf) -> {
                double[][] seconds = inTurn(
                        () -> runner.executor(spark).run(udf),
                        () -> runner.executor(embedded).run(udf));
                double most = median(seconds[1]) + SURCHARGE_SECONDS;
                add(
                        nameOf(name),
                        "ms",
                        1e3,
                        seconds,
                        "embedded, 2 threads",
                        "peer + 300 ms",
                        median(seconds[0]) <= most);
            });
        }
    }

    private String nameOf(String udf) {
        return "spark local[2], file " + udf + ", " + rows + "x128x128x128 u2";
    }

    /// Some passes over the packed file, so that one worker needs 10 s.
    private void workers() throws IOException {
        String name = "spark, two workers of a core each, zlib b2nd";
        if (!wants(name)) {
            return;
        }
        Path logs = Files.createTempDirectory("nbscope-spark-benchmark");
        int passes = 4 * SIDE / rows;
        double[][] seconds = new double[2][];
        try (Cluster cluster = Cluster.start(logs, 2);
                DataSet data = DataSet.open(packed())) {
            for (int cores = 1; cores <= 2; cores++) {
                Map<String, String> settings = new HashMap<>(cluster.settings());
                settings.put("spark.cores.max", "" + cores);
                settings.put(
                        "spark.executor.extraJavaOptions",
                        "-XX:ActiveProcessorCount=1 -XX:+UseSerialGC " + Cluster.FLAGS);
                try (var spark = SparkExecutor.connect(cluster.master(), settings)) {
                    cluster.awaitExecutors(spark, cores);
                    UdfRunner runner = UdfRunner.of(data).executor(spark);
                    Runnable job = () -> {
                        for (int pass = 0; pass < passes; pass++) {
                            runner.run(new Sum());
                        }
                    };
                    // Every process compiles for itself.
                    runner.run(new Sum());
                    runner.run(new Sum());
                    seconds[2 - cores] = new double[] {seconds(job), seconds(job)};
                }
            }
        }
        double ratio = median(seconds[1]) / median(seconds[0]);
        add(name + ", " + passes + " passes", "s", 1, seconds, "one worker", "1.50x", ratio >= 1.5);
    }

    private double[][] inTurn(Runnable ours, Runnable peer) {
        double[][] seconds = new double[2][rounds];
        for (int i = 0; i < 5; i++) {
            ours.run();
            peer.run();
        }
        for (int round = 0; round < rounds; round++) {
            seconds[0][round] = seconds(ours);
            seconds[1][round] = seconds(peer);
        }
        return seconds;
    }

    private static double seconds(Runnable run) {
        long start = System.nanoTime();
        run.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private void add(
            String name, String unit, double scale, double[][] seconds, String peer, String goal, boolean met) {
        double ours = scale * median(seconds[0]);
        double theirs = scale * median(seconds[1]);
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        table.add(new Row(
                name,
                unit,
                ours,
                theirs,
                theirs / ours,
                spread(seconds[0]),
                seconds[0].length,
                peer,
                spread(seconds[1]),
                null,
                null,
                load,
                null,
                goal,
                met));
        System.out.printf(
                Locale.ROOT,
                "%-64s %9.3f %s, %s %.3f, %.2fx, load %.1f%s%s%n",
                name,
                ours,
                unit,
                peer,
                theirs,
                theirs / ours,
                load,
                met ? "; goal " : "; MISSES the goal ",
                goal);
    }

    private static double median(double[] values) {
        double[] sorted = DoubleStream.of(values).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double spread(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[Math.min(n - 1, 3 * n / 4)] - sorted[n / 4]) / median(values);
    }
}
