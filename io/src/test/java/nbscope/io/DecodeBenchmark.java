package nbscope.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import nbscope.io.internal.blosc2.B2ndFormat;
import nbscope.io.internal.blosc2.Backend;
import nbscope.io.internal.filter.Filters;

/// Milliseconds to decode a whole .b2nd file into a buffer that is used again, for each pair of twins. From `io/`:
/// `java -cp target/classes:target/test-classes:AIRCOMPRESSOR_JAR --add-modules jdk.incubator.vector
/// --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow nbscope.io.DecodeBenchmark [FILE] [RUNS]`
final class DecodeBenchmark {
    private DecodeBenchmark() {}

    public static void main(String[] args) {
        Path file = Path.of(args.length > 0 ? args[0] : "../notebooks/data/au-decahedron.b2nd");
        int runs = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        run("native + vector", file, runs, Backend.best());
        run("native + scalar", file, runs, new Backend(true, Filters.scalar()));
        run("java + vector", file, runs, new Backend(false, Filters.best()));
        run("java + scalar", file, runs, Backend.plain());
    }

    private static void run(String name, Path file, int runs, Backend backend) {
        for (boolean parallel : new boolean[] {false, true}) {
            // A confined arena belongs to one thread, which keeps the read on it.
            try (Arena arena = parallel ? Arena.ofShared() : Arena.ofConfined();
                    NdArray array = B2ndFormat.open(file, backend)) {
                Region whole = Region.whole(array.shape());
                MemorySegment out =
                        arena.allocate(whole.elements() * array.dtype().bytes(), 64);
                double[] ms = new double[runs];
                for (int i = 0; i < runs; i++) {
                    long start = System.nanoTime();
                    array.read(whole, out);
                    ms[i] = (System.nanoTime() - start) / 1e6;
                }
                double[] sorted = ms.clone();
                Arrays.sort(sorted);
                System.out.printf(
                        Locale.ROOT,
                        "%-16s %-8s first %6.1f ms, median %6.1f, best %6.1f%n",
                        name,
                        parallel ? "threads" : "1 thread",
                        ms[0],
                        sorted[runs / 2],
                        sorted[0]);
            }
        }
    }
}
